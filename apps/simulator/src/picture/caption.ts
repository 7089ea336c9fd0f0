import { hex, mix, rgb } from './colour';
import type { Caption } from './caption-text';
import { STAGE_HEIGHT } from './stage';
import { heroColour, type View } from './view';

interface Type {
  size: number;
  lines: number;
  margin: number;
}

// The mean width of a letter of DejaVu Serif, as a share of its size.
const LETTER_WIDTH = 0.56;

/** The lower third: a heading in the hero's colour and what the picture was asked to show. */
export function drawCaption(view: View, { heading, text }: Caption, width: number): string {
  const { size, lines, margin } = typeFor(width);
  const wrapped = wrap(text, Math.floor((width - 2 * margin) / (size * LETTER_WIDTH)), lines);
  const lineHeight = size * 1.26;
  const first = STAGE_HEIGHT - 22 - lineHeight * (wrapped.length - 1);
  const accent = hex(mix(rgb(heroColour(view)), rgb('#ffffff'), 0.42));
  const headingY = first - size * 1.28;
  return (
    `<rect x="${margin}" y="${headingY - size * 0.62}" width="${size * 1.1}" height="4" fill="${accent}"/>` +
    `<text x="${margin + (heading ? size * 1.5 : 0)}" y="${headingY}" font-family="DejaVu Sans" font-weight="bold" font-size="${size * 0.68}" letter-spacing="2.4" fill="${accent}">${escape(heading)}</text>` +
    wrapped
      .map(
        (line, index) =>
          `<text x="${margin}" y="${(first + index * lineHeight).toFixed(1)}" font-family="DejaVu Serif" font-size="${size}" fill="#fdf8ee">${escape(line)}</text>`,
      )
      .join('')
  );
}

/** The dark at the foot and the edges of the picture, which the caption reads well on. */
export function drawVignette(width: number): string {
  return (
    `<linearGradient id="foot" x1="0" y1="0" x2="0" y2="1"><stop offset=".74" stop-color="#05070f" stop-opacity="0"/><stop offset="1" stop-color="#05070f" stop-opacity=".72"/></linearGradient>` +
    `<rect width="${width}" height="${STAGE_HEIGHT}" fill="url(#foot)"/>`
  );
}

function typeFor(width: number): Type {
  if (width < 600) return { size: 23, lines: 3, margin: 26 };
  return width < 900 ? { size: 27, lines: 3, margin: 40 } : { size: 31, lines: 2, margin: 64 };
}

function wrap(text: string, lettersPerLine: number, mostLines: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (`${line} ${word}`.trim().length <= lettersPerLine) lines[lines.length - 1] = `${line} ${word}`.trim();
    else lines.push(word.slice(0, lettersPerLine));
  }
  if (lines.length <= mostLines) return lines;
  const kept = lines.slice(0, mostLines);
  const last = kept[mostLines - 1] ?? '';
  kept[mostLines - 1] = `${last.slice(0, lettersPerLine - 2).replace(/[\s,;.]+\S*$/, '')} …`;
  return kept;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/[^\P{C}]/gu, '');
}
