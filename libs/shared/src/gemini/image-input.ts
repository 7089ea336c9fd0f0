import type { Interactions } from '@google/genai';

export function toImageInput(bytes: Buffer, mediaType: string): Interactions.ImageContent {
  return { type: 'image', data: bytes.toString('base64'), mime_type: mediaType };
}
