import { readArtifact } from '@shared/artifacts/read-artifact';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { Fragment } from '@shared/contracts/cut';
import { FilmAssembly } from '@shared/media/assembly/film-assembly';
import { forEachSettled } from '@shared/lifecycle/settle-all';
import { Turns } from '@shared/lifecycle/turns';
import { PrivateDirectory } from '@shared/media/private-directory';
import { AppError, toAppError } from '@shared/errors/app-error';
import { failpoint } from '@shared/failpoints/failpoint';
import type { FinishedCut } from '../cuts/cut-statements';
import type { Cut } from '../cuts/cut';
import { type CutMaker, toCutMaker } from './cut-maker';
import type { ReadyScene } from './decide-turn';
import { finishCut } from './finish-cut';
import { FragmentStore } from './fragment-store';
import { planFilm } from './plan-film';
import { posterTimeOf } from './poster-time';
import { PreparedLostError } from './prepared-lost-error';
import type { Studio } from './studio';

/** One film in the making in this process: what it needs on disk is gone when it is disposed. */
export class FilmInHand implements AsyncDisposable {
  /** Scenes that were taken in or left out. */
  readonly taken = new Set<number>();
  private readonly clips = new Map<number, ReadyScene>();
  /** Its path, as soon as it is made; the film needs it last of all. */
  private poster: Promise<string> | null = null;
  private readonly downloads: Turns;
  private readonly fragments: FragmentStore;
  private readonly givenUp = new AbortController();

  private constructor(
    private readonly studio: Studio,
    private readonly maker: CutMaker,
    private readonly directory: PrivateDirectory,
    private readonly assembly: FilmAssembly,
  ) {
    this.downloads = new Turns(studio.parts.downloadsAtOnce);
    this.fragments = new FragmentStore(studio.parts.store, maker);
  }

  static async open(studio: Studio, cut: Cut, signal: AbortSignal): Promise<FilmInHand> {
    const { store, workDir, storyboards } = studio.parts;
    const maker = toCutMaker(cut, signal);
    const directory = await PrivateDirectory.create(workDir);
    try {
      const { music } = maker.options;
      const musicPath = music ? directory.file('music') : null;
      if (music && musicPath) await store.download(music.artifact, musicPath, signal);
      const storyboard = await storyboards.load(maker.brief.storyboard);
      const plan = planFilm({ ...maker, storyboard, musicPath });
      const assembly = await FilmAssembly.begin(studio.parts, plan, { parent: directory.path, signal });
      return new FilmInHand(studio, maker, directory, assembly);
    } catch (error) {
      await directory[Symbol.asyncDispose]();
      throw error;
    }
  }

  leaveOut(scenes: readonly number[]): void {
    for (const scene of scenes) {
      this.assembly.leaveOut(scene);
      this.taken.add(scene);
    }
  }

  /** Fetches the clips, or what was prepared of them, and does all that can be done with it now. */
  async add(scenes: readonly ReadyScene[]): Promise<void> {
    // A clip that is prepared anew mends only the one; what else went wrong is the film's.
    const isLesser = (error: unknown): boolean => error instanceof PreparedLostError;
    const fetched: ReadyScene[] = [];
    try {
      await forEachSettled(scenes, isLesser, async (ready) => {
        await this.downloads.take(() => this.fetch(ready));
        fetched.push(ready);
      });
    } finally {
      await this.takeIn(fetched);
    }
  }

  /** What can be streamed now beyond the fragments that are in the store already. */
  async extend(stored: readonly Fragment[]): Promise<Fragment[]> {
    const fragments = await this.assembly.takeFragments();
    const fresh = fragments.filter(({ index }) => index >= stored.length);
    return this.fragments.put(fresh);
  }

  /** Makes the film and puts it into the store with all that belongs to it. */
  async finish(): Promise<FinishedCut> {
    const outputPath = this.directory.file('film.mp4');
    await failpoint('cut.mid-join');
    const film = await this.assembly.finish(outputPath);
    const { directory, clips, poster } = this;
    return finishCut(this.studio, this.maker, { film, outputPath, directory, clips, poster });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.givenUp.abort();
    await Promise.allSettled([this.assembly[Symbol.asyncDispose](), this.poster]);
    // The film may be stated by now, and is no worse for what stays: it goes with the directories of dead processes.
    await this.directory[Symbol.asyncDispose]().catch(() => undefined);
  }

  private async takeIn(scenes: readonly ReadyScene[]): Promise<void> {
    const clips = scenes.map(({ scene: n, prepared: { facts }, sound }) => ({
      ...{ n, path: this.pathOf(n), facts },
      loadSamples: sound && (() => this.loadSamples(sound)),
    }));
    this.beginPoster(scenes);
    await this.assembly.add(...clips);
    for (const ready of scenes) {
      this.clips.set(ready.scene, ready);
      this.taken.add(ready.scene);
    }
  }

  // Of the first scene. No clip waits for it.
  private beginPoster(scenes: readonly ReadyScene[]): void {
    const [ordered] = this.maker.brief.scenes;
    const first = scenes.find(({ scene }) => scene === ordered?.n);
    if (!ordered || !first) return;
    const outputPath = this.directory.file('poster.jpg');
    const signal = AbortSignal.any([this.maker.signal, this.givenUp.signal]);
    const atSeconds = posterTimeOf({ orderedSeconds: ordered.seconds, seconds: first.seconds });
    const making = this.studio.parts.posters.make({
      videoPath: this.pathOf(first.scene),
      atSeconds,
      outputPath,
      signal,
    });
    this.poster = making.then(() => outputPath);
    this.poster.catch(() => undefined);
  }

  private async fetch({ scene, prepared: { artifact } }: ReadyScene): Promise<void> {
    const { store } = this.studio.parts;
    await store.download(artifact, this.pathOf(scene), this.maker.signal).catch((error: unknown) => {
      throw isLost(error) ? new PreparedLostError(scene, error) : error;
    });
  }

  // Where they are lost, the clip is decoded again.
  private async loadSamples(sound: ArtifactRef): Promise<Buffer | null> {
    try {
      return await readArtifact(this.studio.parts.store, sound, this.maker.signal);
    } catch (error) {
      if (isLost(error)) return null;
      throw error;
    }
  }

  private pathOf(scene: number): string {
    return this.directory.file(`clip-${scene}.mp4`);
  }
}

function isLost(error: unknown): boolean {
  const { code } = error instanceof AppError ? error : toAppError(error);
  return code === 'ARTIFACT_MISSING' || code === 'MEDIA_INVALID';
}
