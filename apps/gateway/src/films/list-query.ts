import { z } from 'zod';
import { isId } from '@shared/contracts/ids';
import { STATUS_GROUPS } from './film-state';

export const toCursor = (filmId: string): string => Buffer.from(filmId).toString('base64url');
export const fromCursor = (cursor: string): string => Buffer.from(cursor, 'base64url').toString();

/** A whole number as it comes in an address. */
export function countSchema(max: number, fallback: number) {
  return z.coerce.number().int().min(1).max(max).default(fallback);
}

export const listQuerySchema = z.object({
  status: z
    .enum(Object.keys(STATUS_GROUPS) as [string, ...string[]])
    .optional()
    .describe('A status, or pending (not ended) or complete (succeeded or partial)'),
  limit: countSchema(100, 20),
  cursor: z
    .string()
    .max(200)
    .refine((cursor) => isId('film', fromCursor(cursor)), 'must be a nextCursor of this list')
    .optional(),
});

export type ListQuery = z.infer<typeof listQuerySchema>;
