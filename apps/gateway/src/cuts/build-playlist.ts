import type { Fragment } from '@shared/contracts/cut';
import type { TakeRef } from '../films/film.entity';

export interface Playlist {
  stream: TakeRef;
  fragments: readonly Fragment[];
  /** No fragment is longer, also of those to come. */
  mostSeconds: number;
  /** Nothing comes any more. */
  isWhole: boolean;
}

/** An HLS event playlist: it only grows, and is closed when the film is done. Addresses are relative to its own. */
export function buildPlaylist({ stream, fragments, mostSeconds, isWhole }: Playlist): string {
  const folder = `stream/${stream.revision}/${stream.take}`;
  const lines = fragments.flatMap(({ index, seconds, init }, place) => {
    const isNewInit = init.sha256 !== fragments[place - 1]?.init.sha256;
    const map = isNewInit ? [`#EXT-X-MAP:URI="${folder}/${index}.init.mp4"`] : [];
    return [...map, `#EXTINF:${seconds.toFixed(6)},`, `${folder}/${index}.m4s`];
  });
  return [
    ...['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-PLAYLIST-TYPE:EVENT', '#EXT-X-INDEPENDENT-SEGMENTS'],
    ...[`#EXT-X-TARGETDURATION:${Math.ceil(mostSeconds)}`, '#EXT-X-MEDIA-SEQUENCE:0'],
    ...lines,
    ...(isWhole ? ['#EXT-X-ENDLIST'] : []),
    '',
  ].join('\n');
}
