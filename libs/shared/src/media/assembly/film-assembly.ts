import { rename } from 'node:fs/promises';
import { AppError } from '@shared/errors/app-error';
import { toAbortError } from '@shared/errors/abort-error';
import { settleAll } from '@shared/lifecycle/settle-all';
import { Turns } from '@shared/lifecycle/turns';
import { DURATION_TOLERANCE_SECONDS } from '../clip-faults';
import { buildSrt, buildVtt } from '../captions/build-captions';
import { buildCues } from '../captions/build-cues';
import { clockOf } from '../film-target';
import type { FilmTimeline } from '../film-timeline';
import { writeMovie } from '../mp4/write-movie';
import { PrivateDirectory } from '../private-directory';
import { buildPictureTrack } from '../video-segment';
import type { ArrivedClip } from './arrived-clip';
import { makeCaptionTrack } from './caption-track';
import { ClipSounds, type LoadSamples } from './clip-sounds';
import type { FilmPlan, FinishedFilm, HlsFragment } from './film-plan';
import { FragmentWriter } from './fragment-writer';
import { PictureStudio } from './picture-studio';
import { type Music, prepareMusic } from './prepare-music';
import { SceneBook } from './scene-book';
import { SoundStudio } from './sound-studio';
import { type ClipToTakeIn, takeInClip } from './take-in-clip';
import type { AssemblyTools, Workbench } from './workbench';

export interface AssemblyOptions {
  /** Where the private directory is made; the film should be written to the same file system. */
  parent: string;
  /** Ends all work when it is aborted. */
  signal?: AbortSignal;
  /** Media programs that run at the same time. Default 2. */
  processes?: number;
}

/**
 * A film in the making. All that can be done with a clip is done when it is added, in any order; at the end nothing is left but to
 * write what was made one after the other. A clip, once added, is not needed any more.
 */
export class FilmAssembly implements AsyncDisposable {
  private readonly clipSounds: ClipSounds;
  private readonly pictures: PictureStudio;
  private readonly fragments: FragmentWriter;
  private readonly scenes: SceneBook;

  private constructor(
    private readonly bench: Workbench,
    private readonly plan: FilmPlan,
    private readonly sound: SoundStudio,
    private readonly stop: AbortController,
  ) {
    this.clipSounds = new ClipSounds(bench);
    this.pictures = new PictureStudio(bench);
    this.scenes = new SceneBook(plan);
    this.fragments = new FragmentWriter(bench);
  }

  /** MEDIA_INVALID when the music is no sound. */
  static async begin(tools: AssemblyTools, plan: FilmPlan, options: AssemblyOptions): Promise<FilmAssembly> {
    clockOf(plan.target);
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, ...(options.signal ? [options.signal] : [])]);
    const directory = await PrivateDirectory.create(options.parent);
    const { runner, encoders } = tools;
    const bench = {
      runner,
      encoders,
      directory,
      target: plan.target,
      turns: new Turns(options.processes ?? 2),
      signal,
    };
    try {
      return new FilmAssembly(bench, plan, new SoundStudio(bench, await takeInMusic(bench, plan)), stop);
    } catch (error) {
      await directory[Symbol.asyncDispose]();
      throw error;
    }
  }

  /**
   * Takes clips that were checked (`ClipChecker`), and does all that can be done now; for all of them together in as few programs
   * as for one. Resolves when that is done. `facts`: what the check said; read from the file when left out. MEDIA_INVALID says that
   * one of them cannot be used.
   */
  async add(...clips: readonly ClipToTakeIn[]): Promise<void> {
    for (const { n } of clips) {
      this.scenes.sceneOf(n);
      if (this.scenes.has(n)) throw new AppError('CONFLICT', `Scene ${n} has a clip already`);
    }
    const arrived = await Promise.all(clips.map((clip) => takeInClip(this.bench, clip)));
    const soundPaths = await settleAll(arrived.map((clip, index) => this.makeSound(clip, clips[index]?.loadSamples)));
    for (const [index, clip] of arrived.entries()) {
      this.scenes.add({ ...clip, soundPath: soundPaths[index] ?? null });
    }
    await Promise.all([this.pictures.makeReady(this.sources()), this.sound.makeReady(this.sources())]);
  }

  /** This scene will have no clip; those beside it become neighbours. */
  leaveOut(n: number): void {
    this.scenes.leaveOut(n);
  }

  /** Where each scene lies; a clip that is not there yet counts as long as ordered. */
  timeline(): FilmTimeline {
    return this.scenes.expected();
  }

  /** What can be streamed now and was not taken before; in the order of the film. One call at a time. */
  async takeFragments(): Promise<HlsFragment[]> {
    const certain = this.scenes.certainScenes();
    const sources = this.sources();
    await this.sound.makeReady(sources);
    const segments = await this.pictures.segments(sources, certain);
    const isWhole = certain === sources.timeline.scenes.length;
    const cells = this.sound.madeSoFar(sources.timeline);
    return this.fragments.write({ segments, cells, timeline: sources.timeline, isWhole });
  }

  /** Writes the film. INVALID_INPUT while a scene has neither a clip nor a gap. */
  async finish(outputPath: string): Promise<FinishedFilm> {
    this.scenes.throwUnlessSettled();
    const sources = this.sources();
    const { timeline } = sources;
    const [segments, sound] = await Promise.all([this.pictures.segments(sources), this.sound.track(sources)]);
    const { target, directory, signal } = this.bench;
    const picture = buildPictureTrack(segments.flat(), { ...clockOf(target), size: target });
    throwOnLostFrames(picture.samples.length, timeline.frames);
    const cues = buildCues(timeline, this.plan.scenes);
    const wantsTrack = cues.length > 0 && (this.plan.captions?.track ?? true);
    const captions = wantsTrack ? [await makeCaptionTrack(this.bench, cues, timeline)] : [];
    if (signal.aborted) throw toAbortError(signal);
    await writeMovie({ tracks: [picture, sound, ...captions], outputPath: directory.file('film.mp4'), signal });
    await rename(directory.file('film.mp4'), outputPath);
    const sideFiles = cues.length > 0 ? { srt: buildSrt(cues), vtt: buildVtt(cues) } : null;
    return { frames: timeline.frames, durationSeconds: timeline.seconds, timeline, captions: sideFiles };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stop.abort(new AppError('CANCELLED', 'The film was given up'));
    await this.bench.directory[Symbol.asyncDispose]();
  }

  private async makeSound(clip: ArrivedClip, loadSamples?: LoadSamples): Promise<string | null> {
    const { audio } = clip.facts;
    return audio && audio.packets > 0 ? this.clipSounds.takeIn(clip, loadSamples) : null;
  }

  private sources() {
    const burnIn = this.plan.captions?.burnIn ?? false;
    return {
      timeline: this.scenes.expected(),
      arrived: this.scenes.arrived(),
      files: (n: number) => this.scenes.soundOf(n),
      sourceOf: (n: number) => ({
        clip: this.scenes.clipOf(n),
        burnIn: burnIn ? (this.scenes.sceneOf(n).lines ?? []) : [],
      }),
    };
  }
}

async function takeInMusic(bench: Workbench, { music, scenes }: FilmPlan): Promise<Music | null> {
  const seconds = scenes.reduce((sum, scene) => sum + scene.seconds + DURATION_TOLERANCE_SECONDS, 0);
  return music ? prepareMusic(bench, music, seconds) : null;
}

function throwOnLostFrames(frames: number, expected: number): void {
  if (frames !== expected) throw new AppError('INTERNAL', `The film has ${frames} frames, its scenes ${expected}`);
}
