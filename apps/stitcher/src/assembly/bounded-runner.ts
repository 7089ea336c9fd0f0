import { Turns } from '@shared/media/assembly/turns';
import type { MediaTools } from '@shared/media/media-tools';
import { FfmpegRunner, type RunOptions } from '@shared/media/run-ffmpeg';

/** Media programs of one process take turns, however many films it has in hand. Of those that stand by there are as many again. */
export class BoundedRunner extends FfmpegRunner {
  private readonly turns: Turns;
  private readonly standing = new Set<Promise<void>>();

  constructor(
    tools: MediaTools,
    private readonly atOnce: number,
  ) {
    super(tools);
    this.turns = new Turns(atOnce);
  }

  override async ffmpeg(args: readonly string[], options: RunOptions): Promise<void> {
    const { input } = options;
    if (input && this.standing.size < this.atOnce) return this.standBy(args, { ...options, input });
    const read = await input;
    const rest = read ? { ...options, input: Promise.resolve(read) } : options;
    return this.turns.take(() => super.ffmpeg(args, rest));
  }

  override ffprobe(args: readonly string[], options: RunOptions): Promise<string> {
    return this.turns.take(() => super.ffprobe(args, options));
  }

  // Until it has something to read it only takes memory: its turn comes with that.
  private standBy(args: readonly string[], options: Required<Pick<RunOptions, 'input'>> & RunOptions): Promise<void> {
    const fed = Promise.withResolvers<readonly Uint8Array[]>();
    const running = super.ffmpeg(args, { ...options, input: fed.promise });
    const leave = (): boolean => this.standing.delete(running);
    this.standing.add(running);
    running.then(leave, leave);
    const inTurn = options.input.then((read) => {
      leave();
      return this.turns.take(() => {
        fed.resolve(read);
        return running;
      });
    });
    inTurn.catch(fed.reject);
    return running;
  }
}
