export interface BarChart {
  title: string;
  bars: { label: string; value: number }[];
  /** A line across the bars. */
  limit?: { value: number; label: string };
}

const ROW = 26;
const LABELS = 280;
const WIDTH = 900;
const TOP = 56;

/** Horizontal bars as SVG, in the order given. */
export function drawBars({ title, bars, limit }: BarChart): string {
  const most = Math.max(limit?.value ?? 0, ...bars.map(({ value }) => value), 1);
  const toX = (value: number): number => LABELS + (value / most) * (WIDTH - LABELS - 80);
  const height = TOP + bars.length * ROW + 16;
  const drawn = bars.map(({ label, value }, i) => {
    const y = TOP + i * ROW;
    const width = Math.max(1, toX(value) - LABELS);
    return [
      text(LABELS - 10, y + 13, label, 'end'),
      `<rect x="${LABELS}" y="${y}" width="${width.toFixed(1)}" height="18" fill="#4477aa"/>`,
      text(LABELS + width + 6, y + 13, String(value)),
    ].join('');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="16" y="24" font-size="15">${escape(title)}</text>`,
    ...drawn,
    ...(limit ? [drawLimit(toX(limit.value), height, limit.label)] : []),
    '</svg>\n',
  ].join('\n');
}

function drawLimit(x: number, height: number, label: string): string {
  const line = `<line x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${TOP - 8}" y2="${height - 8}" stroke="#cc3311" stroke-dasharray="4 3"/>`;
  return line + text(x + 4, TOP - 10, label);
}

function text(x: number, y: number, content: string, anchor: 'start' | 'end' = 'start'): string {
  return `<text x="${x.toFixed(1)}" y="${y}" text-anchor="${anchor}">${escape(content)}</text>`;
}

function escape(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
