import type { CutSpec, SceneTransition } from '@shared/contracts/cut';
import type { Storyboard } from '@shared/contracts/storyboard';
import type { ApprovedBrief } from '@shared/generation/films/brief';
import type { FilmPlan } from '@shared/media/assembly/film-plan';
import type { PictureTarget } from '@shared/media/film-target';
import type { Join, PlannedScene } from '@shared/media/film-timeline';

const DEFAULT_SECONDS = 0.5;

export interface CutPlan {
  brief: ApprovedBrief;
  options: CutSpec;
  target: PictureTarget;
  storyboard: Storyboard;
  /** Where the music lies on disk. */
  musicPath: string | null;
}

/** What the media work is told of a cut. */
export function planFilm({ brief, options, target, storyboard, musicPath }: CutPlan): FilmPlan {
  const { loudnessLufs, music, captions } = options;
  return {
    target: { ...target, loudnessLufs },
    scenes: brief.scenes.map((scene) => planScene(scene, options, storyboard)),
    ...(music && musicPath !== null && { music: { path: musicPath, gainDb: music.gainDb, duck: music.duck } }),
    captions: { track: captions === 'track' || captions === 'burned', burnIn: captions === 'burned' },
  };
}

// As the cut says, else as the storyboard does.
function joinOf(n: number, storyboardSays: 'continue' | 'cut', transitions: readonly SceneTransition[]): Join {
  const wish = transitions.find(({ scene }) => scene === n);
  if (!wish) return { kind: storyboardSays, seconds: 0 };
  const isSoft = wish.kind !== 'cut' && wish.kind !== 'continue';
  return { kind: wish.kind, seconds: isSoft ? (wish.seconds ?? DEFAULT_SECONDS) : 0 };
}

function planScene(
  { n, seconds, transition }: ApprovedBrief['scenes'][number],
  { transitions, captions }: CutSpec,
  storyboard: Storyboard,
): PlannedScene {
  const said = captions === 'off' ? [] : (storyboard.scenes[n - 1]?.dialogue ?? []);
  const lines = said.map(({ speaker, line }) => ({ speaker, text: line }));
  return { n, seconds, join: joinOf(n, transition, transitions), ...(lines.length > 0 && { lines }) };
}
