import type { EventData } from '@shared/contracts/events';

/** What the planner was told of a film. */
export type PlannerBrief = EventData<'film.ordered'>;
