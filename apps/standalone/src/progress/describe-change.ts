import type { FilmView, Progress } from '@shared/contracts/film';
import { STAGES } from './progress-bars';

/** Lines for a log or a pipe: what a film has got further since it was looked at last. */
export function describeChange(before: FilmView | null, after: FilmView): string[] {
  const stages = STAGES.flatMap((stage) =>
    describeStage(stage, before?.progress[stage] ?? null, after.progress[stage]),
  );
  return after.title !== null && before?.title !== after.title ? [`title: ${after.title}`, ...stages] : stages;
}

function describeStage(stage: string, before: Progress | null, after: Progress): string[] {
  const settled = after.done + after.failed;
  if (settled === 0 || settled === (before?.done ?? 0) + (before?.failed ?? 0)) return [];
  return [`${stage}: ${after.done} of ${after.total}${after.failed > 0 ? `, ${after.failed} failed` : ''}`];
}
