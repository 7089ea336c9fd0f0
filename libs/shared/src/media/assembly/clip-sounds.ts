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

type ClipOfSound = Pick<ArrivedClip, 'n' | 'path' | 'startSeconds' | 'facts'>;

/** The clips' own sound as bare samples, as loud as the film. One program decodes all clips that come together: its start is what costs. */
export class ClipSounds {
  // Sixty at once would keep all else waiting for a second; of two, one is levelled while the other is read or written.
  private readonly levelling = new Turns(2);
  private readonly rounds = new Rounds<DecodeRequest>((requests) => this.decode(requests), MOST_TOGETHER);

  constructor(private readonly bench: Workbench) {}

  /** `samplesPath`: where they are already, as loud as they came. */
  async takeIn(clip: ClipOfSound, samplesPath?: string): Promise<string> {
    const levelledPath = this.bench.directory.file(`clip-${clip.n}.s16`);
    const path = samplesPath ?? (await this.decodeOne(clip, levelledPath));
    await this.levelling.take(() => this.level(path, levelledPath));
    return levelledPath;
  }

  private async level(path: string, levelledPath: string): Promise<void> {
    const bytes = await readFile(path);
    const samples = new Int16Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 4) * 2);
    levelSound(samples, this.bench.target.loudnessLufs);
    await writeFile(levelledPath, bytes);
  }

  // By itself once more, so that no clip fails for another's fault.
  private async decodeOne({ path, startSeconds, facts }: ClipOfSound, outputFile: string): Promise<string> {
    const request = { path, startSeconds, seconds: toHeardSeconds(facts), outputFile };
    try {
      await this.rounds.take(request).catch(() => this.decode([request]));
    } catch (error) {
      throw toMediaFault(error);
    }
    return outputFile;
  }

  private decode(requests: readonly DecodeRequest[]): Promise<void> {
    const { runner, directory, turns, signal } = this.bench;
    return turns.take(() => runner.ffmpeg(buildDecodeArguments(requests), { cwd: directory.path, signal }));
  }
}
