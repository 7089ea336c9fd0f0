/** Results go to standard output, all else to standard error. */
export interface Terminal {
  isInteractive: boolean;
  width(): number;
  /** A result, on a line of its own. */
  print(line: string): void;
  /** A line beside the results. */
  note(line: string): void;
  /** Raw text to where the notes go. */
  write(text: string): void;
}

const FALLBACK_WIDTH = 80;

export function openTerminal({ stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>): Terminal {
  return {
    isInteractive: stderr.isTTY,
    width: () => (stderr.isTTY ? stderr.columns : FALLBACK_WIDTH),
    print: (line) => void stdout.write(`${line}\n`),
    note: (line) => void stderr.write(`${line}\n`),
    write: (text) => void stderr.write(text),
  };
}
