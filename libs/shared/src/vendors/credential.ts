import { z } from 'zod';

/** What a vendor knows us by. Only `ref` is ever shown: it is in rows, events and logs as part of the pool. */
export interface Credential {
  ref: string;
  secret: string;
}

/** The ref of a credential that was given without one. */
export const DEFAULT_REF = 'default';

/** What a header takes. Anything else comes back in the words of an error, and from there into rows and logs. */
export const SECRET_RULE = 'must be one line of plain characters';

export function isSendable(secret: string): boolean {
  return /^[\x20-\x7e]+$/.test(secret);
}

/** One secret; a line break after it, as files have them, is not part of it. */
export const plainSecret = z.string().trim().refine(isSendable, SECRET_RULE).optional();

const RULE = 'must be names and secrets, like first:abc,second:def, no name twice';

/** Several secrets under names of their own. */
export const namedSecrets = z
  .string()
  .default('')
  .transform((text, context): Credential[] => {
    const credentials = text
      .split(',')
      .filter((entry) => entry.trim() !== '')
      .map(readNamed);
    const refs = new Set(credentials.map(({ ref }) => ref));
    const isSound = credentials.every(({ ref, secret }) => /^[\w-]{1,40}$/.test(ref) && isSendable(secret));
    if (isSound && refs.size === credentials.length) return credentials;
    context.addIssue({ code: 'custom', message: RULE });
    return z.NEVER;
  });

// A secret may have colons in it.
function readNamed(entry: string): Credential {
  const at = entry.indexOf(':');
  return { ref: entry.slice(0, Math.max(0, at)).trim(), secret: entry.slice(at + 1).trim() };
}

/** The one without a name first. */
export function listNamed(plain: string | undefined, named: readonly Credential[]): Credential[] {
  const first = plain === undefined ? [] : [{ ref: DEFAULT_REF, secret: plain }];
  return [...first, ...named.filter(({ ref }) => first.length === 0 || ref !== DEFAULT_REF)];
}
