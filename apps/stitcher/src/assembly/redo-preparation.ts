import type { DataSource } from 'typeorm';
import { lockFilm } from '@shared/database/lock-film';
import { toErrorFacts } from '@shared/errors/app-error';
import type { Doorbell } from '@shared/database/doorbell';
import { listClips } from '../cuts/cut-clips';
import type { Cut } from '../cuts/cut';
import { prepareTask } from '../tasks/prepare-clip';
import { TASK_BELL } from '../tasks/task-bell';
import type { TaskRepository } from '../tasks/task.repository';
import type { PreparedLostError } from './prepared-lost-error';

const MOST_TRIES = 5;

/**
 * What was prepared is made again of the clip, which says for itself whether it is still there; after so many times its error stands.
 * A clip that needed no preparation is prepared now.
 */
export async function redoPreparation(
  { db, tasks, doorbell }: { db: DataSource; tasks: TaskRepository; doorbell: Doorbell },
  cut: Cut,
  lost: PreparedLostError,
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockFilm(tx, cut.filmId);
    const clip = (await listClips(tx, cut)).find(({ scene }) => scene === lost.scene);
    if (!clip?.artifact || !clip.facts || !cut.target) throw lost;
    const wanted = prepareTask(cut, { clip: clip.artifact, facts: clip.facts, target: cut.target });
    const task = (await tasks.list(tx, cut.filmId, 'prepare')).find(({ key }) => key === wanted.key);
    if (task && task.status !== 'done') return;
    if (!task) await tasks.open(tx, wanted);
    else if (task.tries >= MOST_TRIES) throw lost.cause;
    else await tasks.move(tx, task, 'due', { tries: task.tries + 1, error: toErrorFacts(lost.cause) });
    await doorbell.ring(tx, TASK_BELL);
  });
}
