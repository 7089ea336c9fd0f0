/** Cuts a stream into parts of one size, all in one buffer, so that memory stays one part however long the stream is. */
export class PartReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(
    source: AsyncIterable<Buffer>,
    private readonly part: Buffer,
  ) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  /** The next part, valid until the next call; shorter than the buffer only at the end, then empty. */
  async read(): Promise<Buffer> {
    let filled = 0;
    while (filled < this.part.length) {
      if (this.rest.length === 0 && !(await this.pull())) break;
      const copied = this.rest.copy(this.part, filled);
      this.rest = this.rest.subarray(copied);
      filled += copied;
    }
    return this.part.subarray(0, filled);
  }

  private async pull(): Promise<boolean> {
    const next = await this.chunks.next();
    if (next.done) return false;
    this.rest = next.value;
    return true;
  }
}
