import type { CutSpec } from '@shared/contracts/cut';
import { deriveId } from '@shared/contracts/ids';
import { AppError } from '@shared/errors/app-error';
import type { ApprovedBrief } from '@shared/generation/films/brief';
import type { PictureTarget } from '@shared/media/film-target';
import type { Cut } from '../cuts/cut';

/** What a worker needs to know of the cut that it holds. */
export interface CutMaker {
  filmId: string;
  tenantId: string;
  revision: number;
  take: number;
  brief: ApprovedBrief;
  options: CutSpec;
  target: PictureTarget;
  /** Of this worker's files. */
  cutId: string;
  /** Of the stream, which one worker begins and another may go on with. */
  streamId: string;
  signal: AbortSignal;
}

export function toCutMaker(cut: Cut, signal: AbortSignal): CutMaker {
  const { filmId, tenantId, revision, take, brief, options, target } = cut;
  if (!brief || !target) throw new AppError('INTERNAL', 'A cut became due before a clip of it was there');
  const streamId = deriveId('cut', filmId, revision, take, 'stream');
  return { filmId, tenantId, revision, take, brief, options, target, cutId: cutIdOf(cut), streamId, signal };
}

// Named after the lease: a worker that lost it cannot write over the film of the one that has it now.
export function cutIdOf({ filmId, revision, leaseToken }: Cut): string {
  return deriveId('cut', filmId, revision, leaseToken);
}
