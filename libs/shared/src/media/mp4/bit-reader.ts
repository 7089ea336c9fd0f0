import { invalid } from './boxes';

/** Reads the header syntax of H.264 bit by bit. */
export class BitReader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  bits(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left--) value = value * 2 + this.bit();
    return value;
  }

  flag(): boolean {
    return this.bit() === 1;
  }

  /** A number in Exp-Golomb form: as many zeros as it has bits behind its first one. */
  unsigned(): number {
    let zeros = 0;
    while (!this.flag()) if (++zeros > 31) throw invalid('a number of more than 32 bits');
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 1 ? (value + 1) / 2 : -value / 2;
  }

  private bit(): number {
    const byte = this.bytes[this.at >> 3];
    if (byte === undefined) throw invalid('a parameter set ends too early');
    return (byte >> (7 - (this.at++ & 7))) & 1;
  }
}
