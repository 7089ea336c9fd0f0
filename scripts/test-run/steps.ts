/** In this order, each with its heading; the word is what `--only` takes. */
export const STEPS = ['format', 'lint', 'types', 'unit', 'build', 'servers', 'component', 'e2e', 'faults'] as const;

export type Step = (typeof STEPS)[number];

const NEEDS: Partial<Record<Step, readonly Step[]>> = {
  component: ['servers'],
  e2e: ['build', 'servers'],
  faults: ['build', 'servers'],
};

/** Pure: the steps that were asked for and those that they cannot do without; all when none is named. */
export function selectSteps(only: readonly string[]): Step[] {
  for (const name of only) throwOnUnknownStep(name);
  if (only.length === 0) return [...STEPS];
  return STEPS.filter((step) => only.includes(step) || STEPS.some((other) => isNeededBy(step, other, only)));
}

function isNeededBy(step: Step, other: Step, only: readonly string[]): boolean {
  return only.includes(other) && NEEDS[other]?.includes(step) === true;
}

function throwOnUnknownStep(name: string): void {
  if (!STEPS.some((step) => step === name)) throw new Error(`--only takes ${STEPS.join(', ')}; got "${name}".`);
}
