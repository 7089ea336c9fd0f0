import type { EntityManager } from 'typeorm';
import type { ErrorFacts } from '@shared/errors/app-error';
import { END_KEYFRAME } from '@shared/gemini/content-refusal';
import type { Attempt } from '@shared/generation/attempts/attempt';
import { loadApprovedBrief } from '@shared/generation/films/brief';
import { refsInBrief } from '@shared/generation/films/describe-brief';
import { listInputs } from '@shared/generation/films/units';
import type { Redrawable } from '@shared/refusals/refusal-ladder';

/** The keyframe that a refusal of a clip is about: the end where it says so, else the start. An image of the user's own stays. */
export async function findRedrawable(
  tx: EntityManager,
  attempt: Attempt,
  error: ErrorFacts,
): Promise<Redrawable | null> {
  const frame = error.details?.['flagged'] === END_KEYFRAME ? 'end' : 'start';
  const brief = await loadApprovedBrief(tx, attempt);
  const ref = refsInBrief(brief, attempt.unit)[frame];
  const isGiven = brief.units.some(({ kind, n, given }) => kind === 'keyframe' && n === ref?.n && given === true);
  const artifact = ref && (await listInputs(tx, attempt)).get(ref.n)?.artifact;
  return ref && artifact && !isGiven ? { frame, index: ref.n, sha256: artifact.sha256 } : null;
}
