const EXTENSIONS: Record<string, string> = { 'video/mp4': 'mp4', 'image/png': 'png', 'image/jpeg': 'jpg' };
const LONGEST = 100;

/** A name that every file system takes, from the film's title. */
export function buildFileName(title: string | null, part: string | null, mediaType: string): string {
  const plain = (title ?? 'film').replaceAll(/[\p{Cc}/\\:*?"<>|\s]+/gu, ' ').trim();
  const stem = plain.slice(0, LONGEST).toWellFormed().trim() || 'film';
  return `${part === null ? stem : `${stem} ${part}`}.${EXTENSIONS[mediaType] ?? 'bin'}`;
}
