/** As Promise.all, but nothing is under way any more when it rejects. */
export async function settleAll<T extends readonly unknown[]>(work: {
  [K in keyof T]: Promise<T[K]>;
}): Promise<T> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

/** Works on all items, so many at a time; after a failure none is begun, and when it rejects none is under way. */
export async function forEachAtOnce<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  // One iterator for all: each takes the next item when it is done with its last.
  const queue = items.values();
  let failed = false;
  const takeTurns = async (): Promise<void> => {
    for (const item of queue) {
      if (failed) return;
      await work(item).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  await settleAll(Array.from({ length: atOnce }, takeTurns));
}
