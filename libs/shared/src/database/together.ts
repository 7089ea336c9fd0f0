type Answers<Said extends readonly Promise<unknown>[]> = { -readonly [Place in keyof Said]: Awaited<Said[Place]> };

/** What the database says to whatever comes behind a statement that it has refused. */
const BEHIND_A_REFUSAL = '25P02';

/**
 * Statements of one transaction that wait for no answer of one another: they go to the database in one piece and are done there in
 * the order in which they were said. Throws why the first one was refused, and not before all are answered: nothing may still be said
 * when the transaction is rolled back.
 */
export async function together<const Said extends readonly Promise<unknown>[]>(...said: Said): Promise<Answers<Said>> {
  const settled = await Promise.allSettled(said);
  const refusals = settled.flatMap((one) => (one.status === 'rejected' ? [one] : []));
  const first = refusals.find(({ reason }) => !isBehindARefusal(reason)) ?? refusals[0];
  if (first) throw first.reason;
  return settled.map((one) => one.status === 'fulfilled' && one.value) as Answers<Said>;
}

function isBehindARefusal(error: unknown): boolean {
  return (error as { code?: unknown }).code === BEHIND_A_REFUSAL;
}
