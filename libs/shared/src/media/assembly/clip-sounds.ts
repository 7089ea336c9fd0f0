import { readFile, writeFile } from 'node:fs/promises';
import { Turns } from '@shared/lifecycle/turns';
import { toMediaFault } from '../probe-media';
import { levelSound } from '../sound/level-sound';
import { buildDecodeArguments, type DecodeRequest, toHeardSeconds } from '../sound/sound-arguments';
import type { ArrivedClip } from './arrived-clip';
import { Rounds } from './rounds';
import type { Workbench } from './workbench';

/** Far fewer than a program's memory is enough for. */
const MOST_TOGETHER = 16;

/** Bare samples as loud as they came; null where they are lost. Asked for when there is room for them. */
export type LoadSamples = () => Promise<Buffer | null>;

type ClipOfSound = Pick<ArrivedClip, 'n' | 'path' | 'startSeconds' | 'facts'>;

/** The clips' own sound as bare samples, as loud as the film. One program decodes all clips that come together: its start is what costs. */
export class ClipSounds {
  // Sixty at once would keep all else waiting for a second; of two, one is levelled while the other is read or written.
  private readonly levelling = new Turns(2);
  private readonly rounds = new Rounds<DecodeRequest>((requests) => this.decode(requests), MOST_TOGETHER);

  constructor(private readonly bench: Workbench) {}

  /** Where there are no samples yet, they are decoded from the clip. */
  async takeIn(clip: ClipOfSound, loadSamples?: LoadSamples): Promise<string> {
    const path = this.bench.directory.file(`clip-${clip.n}.s16`);
    if (loadSamples && (await this.level(loadSamples, path))) return path;
    await this.decodeOne(clip, path);
    await this.level(() => readFile(path), path);
    return path;
  }

  private level(load: LoadSamples, levelledPath: string): Promise<boolean> {
    return this.levelling.take(async () => {
      this.bench.signal.throwIfAborted();
      const bytes = await load();
      if (bytes) await this.writeLevelled(bytes, levelledPath);
      return bytes !== null;
    });
  }

  private async writeLevelled(bytes: Buffer, path: string): Promise<void> {
    const samples = new Int16Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 4) * 2);
    levelSound(samples, this.bench.target.loudnessLufs);
    await writeFile(path, bytes);
  }

  // By itself once more, so that no clip fails for another's fault.
  private async decodeOne({ path, startSeconds, facts }: ClipOfSound, outputFile: string): Promise<void> {
    const request = { path, startSeconds, seconds: toHeardSeconds(facts), outputFile };
    try {
      await this.rounds.take(request).catch(() => this.decode([request]));
    } catch (error) {
      throw toMediaFault(error);
    }
  }

  private decode(requests: readonly DecodeRequest[]): Promise<void> {
    const { runner, directory, turns, signal } = this.bench;
    return turns.take(() => runner.ffmpeg(buildDecodeArguments(requests), { cwd: directory.path, signal }));
  }
}
