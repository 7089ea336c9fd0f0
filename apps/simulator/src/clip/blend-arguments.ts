import { AS_EVERY_CLIP, type ClipFormat, outputOptions, soundInput, stillInput } from './clip-format';

export interface BlendFiles {
  first: string;
  /** The same as the first where no last frame was given. */
  last: string;
  sound: string;
  output: string;
}

const ZOOM = 0.05;

/** For pictures that are not ours: the first melts into the last, with a slow zoom that begins and ends at the full picture. */
export function blendArguments(format: ClipFormat, { first, last, sound, output }: BlendFiles): string[] {
  const { width, height, frames, seconds } = format;
  const prepare =
    `scale=${width}:${height}:force_original_aspect_ratio=increase:out_color_matrix=bt709:out_range=tv,crop=${width}:${height},setsar=1,` +
    `format=yuv420p,loop=loop=-1:size=1,trim=end_frame=${frames}`;
  const zoom = `zoompan=z='1+${ZOOM}*sin(PI*on/${frames - 1})':x='(iw-iw/zoom)/2':y='(ih-ih/zoom)/2':d=1:s=${width}x${height}:fps=24`;
  const graph = [
    `[0:v]${prepare}[a]`,
    `[1:v]${prepare}[b]`,
    `[a][b]xfade=transition=fade:offset=${(seconds * 0.15).toFixed(3)}:duration=${(seconds * 0.7).toFixed(3)}[blend]`,
    `[blend]${zoom},${AS_EVERY_CLIP}[picture]`,
  ];
  return [
    ...stillInput(first),
    ...stillInput(last),
    ...soundInput(sound),
    ...['-filter_complex', graph.join(';'), '-map', '[picture]', '-map', '2:a'],
    ...outputOptions(format, output),
  ];
}
