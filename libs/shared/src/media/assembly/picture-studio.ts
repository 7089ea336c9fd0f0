import type { FilmTimeline } from '../film-timeline';
import type { VideoSegment } from '../video-segment';
import { buildShots, keyOf, scenesOf, type Shot } from './film-shots';
import { makePlain, makeTransition, type PictureSource } from './make-picture';
import type { Workbench } from './workbench';

export interface PictureSources {
  timeline: FilmTimeline;
  /** Scenes whose clips are there. */
  arrived: ReadonlySet<number>;
  sourceOf: (n: number) => PictureSource;
}

/** Makes the picture of a film shot by shot, each as soon as its clips are there, and remembers what was made. */
export class PictureStudio {
  private readonly made = new Map<string, Promise<VideoSegment[]>>();

  constructor(private readonly bench: Workbench) {}

  /** Begins whatever can be made now. Resolves when all of it is made. */
  async makeReady(sources: PictureSources): Promise<void> {
    const ready = buildShots(sources.timeline)
      .flat()
      .filter((shot) => scenesOf(shot).every((n) => sources.arrived.has(n)));
    await Promise.all(ready.map((shot) => this.make(shot, sources)));
  }

  /** The picture of each scene, in the order of the film; its clips have to be there. */
  async segments(sources: PictureSources, scenes = sources.timeline.scenes.length): Promise<VideoSegment[][]> {
    const shots = buildShots(sources.timeline).slice(0, scenes);
    return Promise.all(
      shots.map(async (ofScene) => (await Promise.all(ofScene.map((shot) => this.make(shot, sources)))).flat()),
    );
  }

  private make(shot: Shot, { sourceOf }: PictureSources): Promise<VideoSegment[]> {
    const key = keyOf(shot);
    const making = this.made.get(key) ?? makeShot(this.bench, shot, scenesOf(shot).map(sourceOf));
    this.made.set(key, making);
    // What failed may be tried again.
    making.catch(() => this.made.delete(key));
    return making;
  }
}

async function makeShot(bench: Workbench, shot: Shot, sources: readonly PictureSource[]): Promise<VideoSegment[]> {
  if (shot.kind !== 'plain') return makeTransition(bench, shot, sources);
  const [source] = sources;
  return source ? makePlain(bench, source, shot) : [];
}
