/** As Promise.all, but nothing is under way any more when it rejects. */
export async function settleAll<T extends readonly unknown[]>(work: {
  [K in keyof T]: Promise<T[K]>;
}): Promise<T> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

/** Works on all items at once; nothing is under way any more when it rejects. `isLesser`: a failure that is told only when there is no other. */
export async function forEachSettled<T>(
  items: readonly T[],
  isLesser: (error: unknown) => boolean,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const settled = await Promise.allSettled(items.map(work));
  const failures = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  if (failures.length > 0) throw failures.find((error) => !isLesser(error)) ?? failures[0];
}
