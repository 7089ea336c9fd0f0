import { filmAttemptTable } from './film-attempt.entity';
import { filmEventTable } from './film-event.entity';
import { filmKeyframeTable } from './film-keyframe.entity';
import { filmSceneTable } from './film-scene.entity';
import { filmTable } from './film.entity';
import { stageCancellationTable } from './stage-cancellation.entity';

/** What the data source has to know of. */
export const FILM_TABLES = [
  filmTable,
  filmSceneTable,
  filmKeyframeTable,
  filmAttemptTable,
  filmEventTable,
  stageCancellationTable,
];
