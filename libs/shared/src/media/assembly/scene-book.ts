import { AppError } from '@shared/errors/app-error';
import { clockOf } from '../film-target';
import { buildTimeline, type FilmTimeline, type PlannedScene } from '../film-timeline';
import type { ArrivedClip } from './arrived-clip';
import type { FilmPlan } from './film-plan';

/** Which scenes of a film have their clip, which will have none, and where each lies. */
export class SceneBook {
  private readonly clips = new Map<number, ArrivedClip>();
  private readonly missing = new Set<number>();

  constructor(private readonly plan: Pick<FilmPlan, 'target' | 'scenes'>) {}

  add(clip: ArrivedClip): void {
    this.clips.set(clip.n, clip);
  }

  leaveOut(n: number): void {
    this.sceneOf(n);
    this.missing.add(n);
  }

  sceneOf(n: number): PlannedScene {
    const scene = this.plan.scenes.find((planned) => planned.n === n);
    if (!scene) throw new AppError('INVALID_INPUT', `The film has no scene ${n}`);
    return scene;
  }

  /** Throws unless the clip is there. */
  clipOf(n: number): ArrivedClip {
    const clip = this.clips.get(n);
    if (!clip) throw new AppError('INVALID_INPUT', `Scene ${n} has no clip yet`);
    return clip;
  }

  has(n: number): boolean {
    return this.clips.has(n);
  }

  arrived(): ReadonlySet<number> {
    return new Set(this.clips.keys());
  }

  soundOf(n: number): string | null {
    return this.clips.get(n)?.soundPath ?? null;
  }

  /** Of the clips that are there and those that are still to come, at the length that was ordered. */
  expected(): FilmTimeline {
    const { fps } = clockOf(this.plan.target);
    const lengths = this.plan.scenes
      .filter(({ n }) => !this.missing.has(n))
      .map((scene) => ({ scene, sourceFrames: this.clips.get(scene.n)?.frames ?? Math.round(scene.seconds * fps) }));
    return buildTimeline(lengths, this.plan.target.frameRate);
  }

  throwUnlessSettled(): void {
    const open = this.plan.scenes.filter(({ n }) => !this.clips.has(n) && !this.missing.has(n)).map(({ n }) => n);
    if (open.length > 0) throw new AppError('INVALID_INPUT', `Scenes ${open.join(', ')} have neither a clip nor a gap`);
    if (this.clips.size === 0) throw new AppError('INVALID_INPUT', 'A film is made of at least one clip, not of 0');
  }

  /** How many scenes of the film, from its first, cannot change any more: what follows them is known as well. */
  certainScenes(): number {
    const { scenes } = this.expected();
    const firstOpen = scenes.findIndex(({ n }) => !this.clips.has(n));
    if (firstOpen < 0) return scenes.length;
    const before = scenes[firstOpen - 1];
    return before?.exit.kind === 'cut' ? firstOpen : Math.max(0, firstOpen - 1);
  }
}
