/** As Promise.all, but nothing is under way any more when it rejects. */
export async function settleAll<T extends readonly unknown[]>(work: {
  [K in keyof T]: Promise<T[K]>;
}): Promise<T> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

export interface AtOnce {
  most: number;
  /** Whether a failure is told only when there is no other. */
  isLesser: (error: unknown) => boolean;
}

/** Works on all items, so many at a time; after a failure none is begun, and when it rejects none is under way. */
export async function forEachAtOnce<T>(
  items: readonly T[],
  { most, isLesser }: AtOnce,
  work: (item: T) => Promise<void>,
): Promise<void> {
  // One iterator for all: each takes the next item when it is done with its last.
  const queue = items.values();
  const failures: unknown[] = [];
  const takeTurns = async (): Promise<void> => {
    for (const item of queue) {
      if (failures.length > 0) return;
      await work(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: most }, takeTurns));
  if (failures.length > 0) throw failures.find((error) => !isLesser(error)) ?? failures[0];
}
