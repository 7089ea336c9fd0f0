import type { ImageRatio, ImageSize } from '../catalogue/image-sizes';
import type { Resolution, VideoRatio } from '../catalogue/video-formats';

/** What was ordered, freed of the form it was ordered in. Images are SHA-256 names in the blob store. */
export type Brief = TextBrief | ImageBrief | VideoBrief;

export interface TextBrief {
  kind: 'text';
  prompt: string;
  /** JSON Schema or the OpenAPI subset; null means prose. */
  schema: JsonSchema | null;
  maxOutputTokens: number | null;
}

export interface ImageBrief {
  kind: 'image';
  prompt: string;
  inputs: string[];
  ratio: ImageRatio;
  size: ImageSize;
}

export interface VideoBrief {
  kind: 'video';
  prompt: string;
  inputs: string[];
  firstFrame: string | null;
  lastFrame: string | null;
  ratio: VideoRatio;
  resolution: Resolution;
  seconds: number;
  delivery: 'inline' | 'uri';
}

export type JsonSchema = Record<string, unknown>;
