type Answers<Said extends readonly Promise<unknown>[]> = { -readonly [Place in keyof Said]: Awaited<Said[Place]> };

/**
 * Statements of one transaction that wait for no answer of one another: they go to the database in one piece and are done there in
 * the order in which they were said. Throws what the first one of them threw, and not before all are answered: nothing may still be
 * said when the transaction is rolled back.
 */
export async function together<const Said extends readonly Promise<unknown>[]>(...said: Said): Promise<Answers<Said>> {
  const settled = await Promise.allSettled(said);
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  }) as Answers<Said>;
}
