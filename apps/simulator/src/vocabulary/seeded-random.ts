/** The same text gives the same numbers, for ever and on every machine. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return mix(hash);
}

/** Numbers in [0, 1) that follow from the seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    return mix(state) / 2 ** 32;
  };
}

/** One number in [0, 1) for a place in an endless sequence, without walking there. */
export function noiseAt(seed: number, index: number): number {
  return mix((seed ^ Math.imul(index, 0x9e3779b1)) >>> 0) / 2 ** 32;
}

export function pick<T>(options: readonly T[], seed: number): T {
  const option = options[Math.floor(noiseAt(seed, options.length) * options.length)];
  if (option === undefined) throw new Error('Nothing to pick from');
  return option;
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 15), value | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return (mixed ^ (mixed >>> 14)) >>> 0;
}
