import type { FilmTimeline } from '../film-timeline';
import type { VideoSegment } from '../video-segment';
import { buildScenePlan, buildShots, keyOf, scenesOf, type Shot } from './film-shots';
import { makeScenePicture, makeTransition, type PictureSource, type ScenePicture } from './make-picture';
import type { Workbench } from './workbench';

export interface PictureSources {
  timeline: FilmTimeline;
  /** Scenes whose clips are there. */
  arrived: ReadonlySet<number>;
  sourceOf: (n: number) => PictureSource;
}

/** Makes the picture of a film piece by piece, each as soon as its clips are there, and remembers what was made. */
export class PictureStudio {
  private readonly scenes = new Map<string, Promise<ScenePicture>>();
  private readonly transitions = new Map<string, Promise<VideoSegment[]>>();

  constructor(private readonly bench: Workbench) {}

  /** Begins whatever can be made now. Resolves when all of it is made. */
  async makeReady(sources: PictureSources): Promise<void> {
    const { timeline, arrived } = sources;
    const scenes = timeline.scenes.filter(({ n }) => arrived.has(n));
    const ready = buildShots(timeline)
      .flat()
      .filter((shot) => scenesOf(shot).every((n) => arrived.has(n)));
    await Promise.all([
      ...scenes.map(({ n }) => this.makeScene(n, sources)),
      ...ready.map((shot) => this.makeShot(shot, sources)),
    ]);
  }

  /** The picture of each scene, in the order of the film; its clips have to be there. */
  async segments(sources: PictureSources, scenes = sources.timeline.scenes.length): Promise<VideoSegment[][]> {
    const shots = buildShots(sources.timeline).slice(0, scenes);
    return Promise.all(
      shots.map(async (ofScene) => (await Promise.all(ofScene.map((shot) => this.makeShot(shot, sources)))).flat()),
    );
  }

  private async makeShot(shot: Shot, sources: PictureSources): Promise<VideoSegment[]> {
    const scene = await this.makeScene(shot.n, sources);
    if (shot.kind === 'plain') return scene.plain;
    const own = shot.kind === 'fade-in' ? scene.headFile : scene.tailFile;
    const next = shot.kind === 'blend' ? (await this.makeScene(shot.into, sources)).headFile : null;
    const inputs = [own, next].flatMap((file) => file ?? []);
    return remember(this.transitions, keyOf(shot), () => makeTransition(this.bench, shot, inputs));
  }

  private makeScene(n: number, { timeline, sourceOf }: PictureSources): Promise<ScenePicture> {
    const plan = buildScenePlan(timeline, n);
    return remember(this.scenes, JSON.stringify(plan), () => makeScenePicture(this.bench, sourceOf(n), plan));
  }
}

function remember<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = made.get(key);
  if (known) return known;
  const making = make();
  made.set(key, making);
  // What failed may be tried again.
  making.catch(() => made.delete(key));
  return making;
}
