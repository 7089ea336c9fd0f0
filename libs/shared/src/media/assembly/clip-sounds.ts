import { readFile, writeFile } from 'node:fs/promises';
import { toMediaFault } from '../probe-media';
import { levelSound } from '../sound/level-sound';
import { buildDecodeArguments, type DecodeRequest } from '../sound/sound-arguments';
import type { ArrivedClip } from './arrived-clip';
import { Rounds } from './rounds';
import type { Workbench } from './workbench';

// A scene is at most some seconds; ten minutes of bare samples are 115 MB.
const MAX_SOUND_SECONDS = 600;
/** Far fewer than a program's memory is enough for. */
const MOST_TOGETHER = 16;

/** The clips' own sound as bare samples, as loud as the film. One program decodes all clips that come together: its start is what costs. */
export class ClipSounds {
  private readonly rounds = new Rounds<DecodeRequest>((requests) => this.decode(requests), MOST_TOGETHER);

  constructor(private readonly bench: Workbench) {}

  /** `samplesPath`: where they are already, as loud as they came. */
  async takeIn(clip: Pick<ArrivedClip, 'n' | 'path' | 'startSeconds'>, samplesPath?: string): Promise<string> {
    const { directory, target } = this.bench;
    const outputFile = `clip-${clip.n}.s16`;
    const bytes = await readFile(samplesPath ?? (await this.decodeOne(clip, outputFile)));
    levelSound(new Int16Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 4) * 2), target.loudnessLufs);
    await writeFile(directory.file(outputFile), bytes);
    return directory.file(outputFile);
  }

  // By itself once more, so that no clip fails for another's fault.
  private async decodeOne(
    { path, startSeconds }: Pick<ArrivedClip, 'path' | 'startSeconds'>,
    outputFile: string,
  ): Promise<string> {
    const request = { path, startSeconds, seconds: MAX_SOUND_SECONDS, outputFile };
    try {
      await this.rounds.take(request).catch(() => this.decode([request]));
    } catch (error) {
      throw toMediaFault(error);
    }
    return this.bench.directory.file(outputFile);
  }

  private decode(requests: readonly DecodeRequest[]): Promise<void> {
    const { runner, directory, turns, signal } = this.bench;
    return turns.take(() => runner.ffmpeg(buildDecodeArguments(requests), { cwd: directory.path, signal }));
  }
}
