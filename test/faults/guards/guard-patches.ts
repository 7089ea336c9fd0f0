/** A change of source that takes a guard out. What it looks for must be there: a guard that moved is to be found again. */
export interface Patch {
  file: string;
  find: string | RegExp;
  replace: string;
}

const ENGINE = 'libs/shared/src/generation';

export const GUARDS = {
  // The POST before the commit that says that there may be one.
  intent: [
    {
      file: `${ENGINE}/steps/attempt-steps.ts`,
      find: 'const intended = await settlement.intend(attempt);',
      replace: 'const intended = attempt;',
    },
    {
      file: `${ENGINE}/steps/attempt-steps.ts`,
      find: /const { intended, toSend } = ready;([^]*?const outcome = await this\.send\()intended(, [^\n]*\n)/,
      replace: [
        'const { toSend } = ready;$1attempt$2',
        '    const intended = await this.parts.settlement.intend(attempt);',
        '    if (intended === null) return;\n',
      ].join('\n'),
    },
  ],
  // Nobody asks whether the lease is still held.
  fence: [
    {
      file: `${ENGINE}/steps/attempt-steps.ts`,
      find: 'isStillMine: () => performance.now() < mineUntil',
      replace: 'isStillMine: () => true',
    },
    {
      file: `${ENGINE}/attempts/attempt-repository.ts`,
      find: /AND lease_token = \$2/g,
      replace: 'AND $2::bigint IS NOT NULL',
    },
  ],
  // Every delivery is new.
  inbox: [
    {
      file: 'libs/shared/src/messaging/event-consumer.ts',
      find: 'const event of news',
      replace: 'const event of events',
    },
  ],
  'unique-index': [
    {
      file: `${ENGINE}/tables/create-generation-tables.ts`,
      find: 'CREATE UNIQUE INDEX attempts_one_open_per_unit',
      replace: 'CREATE INDEX attempts_one_open_per_unit',
    },
    {
      file: `${ENGINE}/tables/admitted-attempts.ts`,
      find: 'CREATE UNIQUE INDEX attempts_one_open_per_unit',
      replace: 'CREATE INDEX attempts_one_open_per_unit',
    },
  ],
  // The price is added up, and no limit looked at.
  hold: [
    {
      file: `${ENGINE}/settlement/find-too-dear.ts`,
      find: 'current + priceMicros <= limit',
      replace: 'current + priceMicros <= Infinity',
    },
  ],
} as const satisfies Record<string, readonly Patch[]>;

export type Guard = keyof typeof GUARDS;

/** Pure. */
export function applyPatch(source: string, { file, find, replace }: Patch): string {
  const patched = source.replace(find, replace);
  if (patched === source)
    throw new Error(`${file} has no ${String(find)}: say in guard-patches.ts where the guard is now.`);
  return patched;
}
