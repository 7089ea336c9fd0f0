import type { EntityManager } from 'typeorm';
import { fitsFilm } from '../assembly/choose-target';
import type { Preparation } from '../assembly/decide-turn';
import { prepareKey } from '../tasks/prepare-clip';
import type { TaskRepository } from '../tasks/task.repository';
import type { Cut } from './cut';
import type { CutClip } from './cut-clips';

/** What came of the preparation of each clip, by scene; nothing of those that are still under way. A clip that fits needs none. */
export async function loadPreparations(
  tx: EntityManager,
  { filmId, target }: Cut,
  { clips, tasks }: { clips: readonly CutClip[]; tasks: TaskRepository },
): Promise<Map<number, Preparation>> {
  const found = new Map<number, Preparation>();
  if (!target) return found;
  const byKey = new Map((await tasks.list(tx, filmId, 'prepare')).map((task) => [task.key, task]));
  for (const { scene, artifact, facts } of clips) {
    if (!artifact || !facts) continue;
    const task = byKey.get(prepareKey({ clip: artifact, target }));
    if (!task && fitsFilm(facts, target)) found.set(scene, { prepared: { artifact }, error: null });
    if (task?.status === 'done') found.set(scene, { prepared: task.result, error: null });
    if (task?.status === 'failed') found.set(scene, { prepared: null, error: task.error });
  }
  return found;
}
