import type { ServiceName } from '@shared/contracts/events';
import type { FilmAttemptEntity } from './film-attempt.entity';
import type { FilmEntity } from './film.entity';
import type { FilmKeyframeEntity } from './film-keyframe.entity';
import type { FilmSceneEntity } from './film-scene.entity';

/** All that the gateway keeps of one film. Never changed in place: what is the same object has not changed. */
export interface FilmRecord {
  film: FilmEntity;
  /** Empty until the storyboard is known; then in order, and so are the keyframes. */
  scenes: readonly FilmSceneEntity[];
  keyframes: readonly FilmKeyframeEntity[];
  attempts: readonly FilmAttemptEntity[];
  cancelledStages: readonly ServiceName[];
}
