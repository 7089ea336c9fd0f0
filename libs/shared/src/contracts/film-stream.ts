import { z } from 'zod';
import { filmStateSchema, filmViewSchema, type FilmView, sceneViewSchema } from './film';

/** The public view of facts, in the order of the film's own sequence. */
export const STREAM_EVENT_NAMES = [
  'film.created',
  'film.revised',
  'film.waiting',
  'film.approved',
  'film.cancelling',
  'film.succeeded',
  'film.partial',
  'film.failed',
  'film.cancelled',
  'storyboard.started',
  'storyboard.ready',
  'storyboard.failed',
  'keyframe.started',
  'keyframe.ready',
  'keyframe.failed',
  'clip.started',
  'clip.ready',
  'clip.failed',
  'unit.refused',
  'unit.switched',
  'prompt.started',
  'prompt.softened',
  'prompt.kept',
  'keyframe.redrawn',
  'keyframe.kept',
  'cut.changed',
  'cut.started',
  'cut.streamable',
  'cut.ready',
  'cut.failed',
  'cost.updated',
] as const;
export type StreamEventName = (typeof STREAM_EVENT_NAMES)[number];

export const streamEventSchema = z.object({
  seq: z.number().int().positive().describe('Per film, without gaps; the SSE id'),
  name: z.enum(STREAM_EVENT_NAMES),
  filmId: z.string(),
  at: z.iso.datetime(),
  film: filmStateSchema.describe('The film after this event'),
  scenes: z
    .array(sceneViewSchema)
    .describe('The scenes that it changed, whole; all of them when the revision is a new one'),
});
export type StreamEvent = z.infer<typeof streamEventSchema>;

/** First message of a stream: the film as it is after `seq`. */
export const snapshotSchema = z.object({ seq: z.number().int().nonnegative(), film: filmViewSchema });
export type Snapshot = z.infer<typeof snapshotSchema>;

export const eventListSchema = z.object({ data: z.array(streamEventSchema), nextCursor: z.string().nullable() });

/** A client that applies every event to its snapshot holds what `GET` would return. */
export function applyStreamEvent(film: FilmView, event: StreamEvent): FilmView {
  const isSame = event.film.revision === film.revision;
  const scenes = new Map(isSame ? film.scenes.map((scene) => [scene.n, scene]) : []);
  for (const scene of event.scenes) scenes.set(scene.n, scene);
  return { ...film, ...event.film, scenes: [...scenes.values()].sort((a, b) => a.n - b.n) };
}
