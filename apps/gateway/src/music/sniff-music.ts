const KINDS: [mediaType: string, offset: number, magic: string][] = [
  ['audio/wav', 8, 'WAVE'],
  ['audio/flac', 0, 'fLaC'],
  ['audio/ogg', 0, 'OggS'],
  ['audio/mp4', 4, 'ftypM4A'],
  ['audio/mpeg', 0, 'ID3'],
];

/** Bytes that say what it is. */
export const SNIFFED_BYTES = 16;

export const MUSIC_KINDS = 'MP3, WAV, FLAC, Ogg or M4A';

/** The media type that the first bytes of a file speak of, whatever its name; null when it is no music. */
export function sniffMusic(head: Buffer): string | null {
  const text = head.toString('latin1');
  const kind = KINDS.find(([, offset, magic]) => text.startsWith(magic, offset));
  if (kind) return kind[0];
  // An MP3 without a tag begins with a frame: eleven bits set, layer III.
  const isFrame = head.length > 1 && head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2;
  return isFrame ? 'audio/mpeg' : null;
}
