import { z } from 'zod';

/** Money inside Reelwright: whole micro-dollars (1 USD = 1,000,000). Never a fraction, never a float of dollars. */
export const microsSchema = z.number().int().nonnegative();

export type Micros = z.infer<typeof microsSchema>;

const MICROS_PER_USD = 1_000_000;
const USD = /^(\d{1,9})(?:\.(\d{1,6}))?$/;

/** Money on the wire: a decimal string of US dollars, written with six places. */
export const usdSchema = z
  .string()
  .regex(USD, 'must be US dollars as a decimal string with at most six places, like "5.00"');

export function toMicros(usd: string): Micros {
  const match = USD.exec(usd);
  if (!match) throw new RangeError(`${JSON.stringify(usd)} is not an amount of US dollars with at most six places`);
  return Number(match[1]) * MICROS_PER_USD + Number((match[2] ?? '').padEnd(6, '0'));
}

export function toUsd(micros: Micros): string {
  if (!Number.isSafeInteger(micros) || micros < 0)
    throw new RangeError(`${micros} is not a whole number of micro-dollars`);
  const whole = Math.floor(micros / MICROS_PER_USD);
  return `${whole}.${String(micros % MICROS_PER_USD).padStart(6, '0')}`;
}
