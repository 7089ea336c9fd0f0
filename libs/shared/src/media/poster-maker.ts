import type { ImageFacts } from './check-image';
import { buildPosterLaterArguments } from './ffmpeg-arguments';
import type { GatedWork } from './gated-program';
import { type MakePoster, makePoster, readPoster } from './make-poster';
import { ReadyPrograms } from './ready-programs';
import type { FfmpegRunner } from './run-ffmpeg';

/** Of films of this process that are being made at a time few are waited for; each of the others costs a start. */
const MOST_READY = 2;

const VIDEO = 'video.mp4';
const POSTER = 'poster.jpg';

/** Makes posters, where it can by programs that were started before their video was there. */
export class PosterMaker implements AsyncDisposable {
  constructor(
    private readonly runner: FfmpegRunner,
    private readonly ready = new ReadyPrograms(runner, { most: MOST_READY }),
  ) {}

  /** Says that a video is being made of which the frame at this time will be wanted. */
  getReady(atSeconds: number): void {
    this.ready.getReady(workAt(atSeconds));
  }

  /** As `makePoster`. */
  async make(request: MakePoster): Promise<ImageFacts> {
    const { videoPath, atSeconds, outputPath, signal } = request;
    const work = workAt(atSeconds);
    const program = this.ready.take(work);
    if (!program) {
      this.ready.startFewer(work, 1);
      return makePoster(this.runner, request);
    }
    try {
      await program.work({ [VIDEO]: videoPath, [POSTER]: outputPath }, signal);
      return await readPoster(outputPath, atSeconds);
    } catch {
      // Whatever is wrong, with it or with the video, shows when that is opened by a fresh one.
      return makePoster(this.runner, request);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.ready[Symbol.asyncDispose]();
  }
}

function workAt(atSeconds: number): GatedWork {
  return { args: buildPosterLaterArguments({ path: VIDEO, atSeconds, outputFile: POSTER }) };
}
