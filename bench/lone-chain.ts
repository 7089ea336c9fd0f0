import type { Continuity } from './critical-path.ts';

/** An order for a film in one take: scenes of 3 s that all continue one another. Films of different heroes share no unit. */
export function orderLoneChain(hero: string, scenes: number, continuity: Continuity): object {
  const prompt = `${hero} walks along the coast, in one take`;
  return { prompt, scenes, sceneSeconds: 3, continuity, resolution: '360p', minClips: scenes, budgetUsd: '100.00' };
}
