/** What stands in the lower third. */
export interface Caption {
  /** `SCENE 2 OF 4 · END`; empty where the prompt names no scene. */
  heading: string;
  text: string;
}

export interface SceneMark {
  scene: number;
  total: number;
  which: 'start' | 'end' | null;
  /** How many keyframes lie before this one in a film of one chain. */
  position: number;
  /** Where in the prompt the mark stands, and where it is over. */
  index: number;
  end: number;
}

const MARK = /\bscene\s+(\d+)\s+of\s+(\d+)(?:\s*,\s*(start|end)\s+(?:key)?frame)?\s*[:.\-–—]?\s*/i;
const MOST_CHARACTERS = 150;

export function readSceneMark(prompt: string): SceneMark | null {
  const match = MARK.exec(prompt);
  if (match === null) return null;
  const scene = Number(match[1]);
  const which = (match[3]?.toLowerCase() ?? null) as SceneMark['which'];
  const total = Math.max(1, Number(match[2]));
  const position = which === 'start' ? scene - 1 : scene;
  return { scene, total, which, position, index: match.index, end: match.index + match[0].length };
}

export function readCaption(prompt: string): Caption {
  const mark = readSceneMark(prompt);
  const rest = mark === null ? prompt : prompt.slice(mark.end);
  const which = mark?.which == null ? '' : ` · ${mark.which.toUpperCase()}`;
  return {
    heading: mark === null ? '' : `SCENE ${mark.scene} OF ${mark.total}${which}`,
    text: shorten(toPlainText(rest)),
  };
}

// Tags and what stands on further lines are for the machine, not for the screen.
function toPlainText(text: string): string {
  return (firstLine(text) ?? text)
    .replace(/\s(Style|Camera|Sound|Lighting|Must be seen): .*/, '')
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(/<[^>]*>(@Image\d+)?/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function firstLine(text: string): string | undefined {
  return text.split('\n').find((line) => line.trim() !== '');
}

function shorten(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  return `${text.slice(0, MOST_CHARACTERS).replace(/[\s,;.]+\S*$/, '')} …`;
}
