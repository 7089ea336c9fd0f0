const MAX_BYTES = 8 * 1024;
const MAX_LINES = 20;

/** Keeps the end of what a program says, however much it says. */
export class TailOfText {
  private tail = Buffer.alloc(0);

  add(chunk: Buffer): void {
    this.tail = Buffer.concat([this.tail, chunk.subarray(-MAX_BYTES)]).subarray(-MAX_BYTES);
  }

  lines(): string[] {
    const lines = this.tail.toString('utf8').split(/[\r\n]+/);
    return lines.filter((line) => line.trim() !== '').slice(-MAX_LINES);
  }
}
