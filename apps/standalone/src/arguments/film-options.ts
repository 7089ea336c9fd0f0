import { z } from 'zod';
import { ASPECT_RATIOS, type CreateFilm, RESOLUTIONS, STYLES } from '@shared/contracts/order';
import { MAX_SCENES, SCENE_SECONDS } from '@shared/contracts/storyboard';

/** What the command line may say of a film. */
export type FilmOptions = Partial<Pick<CreateFilm, 'scenes' | 'sceneSeconds' | 'style' | 'aspectRatio' | 'resolution'>>;

interface FilmOption {
  key: keyof FilmOptions;
  rule: string;
  schema: z.ZodType<string | number>;
}

const wholeNumber = (min: number, max: number) => ({
  rule: `a whole number from ${min} to ${max}`,
  schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(min).max(max)),
});

const oneOf = (values: readonly string[]) => ({
  rule: `one of ${values.join(', ')}`,
  schema: z.string().refine((value) => values.includes(value)),
});

export const FILM_OPTIONS: Readonly<Record<string, FilmOption>> = {
  scenes: { key: 'scenes', ...wholeNumber(1, MAX_SCENES) },
  'scene-seconds': { key: 'sceneSeconds', ...wholeNumber(SCENE_SECONDS.min, SCENE_SECONDS.max) },
  style: { key: 'style', ...oneOf(STYLES) },
  'aspect-ratio': { key: 'aspectRatio', ...oneOf(ASPECT_RATIOS) },
  resolution: { key: 'resolution', ...oneOf(RESOLUTIONS) },
};
