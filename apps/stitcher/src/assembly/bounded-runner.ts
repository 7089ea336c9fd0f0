import { Turns } from '@shared/lifecycle/turns';
import type { MediaTools } from '@shared/media/media-tools';
import { FfmpegRunner, type RunOptions } from '@shared/media/run-ffmpeg';

/** Media programs of one process take turns, however many films it has in hand. */
export class BoundedRunner extends FfmpegRunner {
  private readonly turns: Turns;

  constructor(tools: MediaTools, atOnce: number) {
    super(tools);
    this.turns = new Turns(atOnce);
  }

  override ffmpeg(args: readonly string[], options: RunOptions): Promise<void> {
    return this.turns.take(() => super.ffmpeg(args, options));
  }

  override ffprobe(args: readonly string[], options: RunOptions): Promise<string> {
    return this.turns.take(() => super.ffprobe(args, options));
  }
}
