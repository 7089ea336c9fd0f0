import type { FilmView } from '@shared/contracts/film';
import { CliFailure, EXIT } from './exit-codes';

/** What of a finished film can be saved beside the film itself, and the name that it gets in a folder. */
const PARTS: Record<string, [link: keyof FilmView['links'], fileName: string]> = {
  poster: ['poster', 'poster.jpg'],
  'contact-sheet': ['contactSheet', 'contact-sheet.jpg'],
  preview: ['preview', 'preview.webp'],
  thumbnails: ['thumbnails', 'thumbnails.vtt'],
  'captions-vtt': ['captionsVtt', 'captions.vtt'],
  'captions-srt': ['captionsSrt', 'captions.srt'],
  timeline: ['timeline', 'timeline.otio'],
  manifest: ['manifest', 'manifest.json'],
};

const PART_NAMES = Object.keys(PARTS).join(', ');

export function findPart({ id, links }: FilmView, name: string): { link: string; fileName: string } {
  const part = PARTS[name];
  if (!part) throw new CliFailure(EXIT.badInput, `--part takes one of ${PART_NAMES}, not ${JSON.stringify(name)}`);
  const [key, fileName] = part;
  const link = links[key];
  if (link !== null) return { link, fileName: `${id} ${fileName}` };
  throw new CliFailure(EXIT.badInput, `Film ${id} has no ${name}`);
}
