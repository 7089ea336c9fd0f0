import type { Continuity } from './critical-path.ts';

/** An order with a storyboard of its own: scenes of 3 s that all continue one another. No two `title`s share a unit. */
export function buildLoneChain(title: string, scenes: number, continuity: Continuity): object {
  const styleGuide = { look: 'plain', camera: 'still', lighting: 'even', palette: 'grey', sound: 'none' };
  const writeScene = (_: unknown, index: number) => ({
    description: `${title}: a ball rolls on, ${index}.`,
    keyDetails: ['ball', 'floor', 'wall'],
    startFramePrompt: `${title}: a ball at the left, ${index}`,
    endFramePrompt: `${title}: a ball further right, ${index}`,
    motionPrompt: `${title}: the ball rolls, ${index}`,
    seconds: 3,
    transition: 'continue',
  });
  const storyboard = { title, styleGuide, characters: [], scenes: Array.from({ length: scenes }, writeScene) };
  return { storyboard, continuity, resolution: '360p', minClips: scenes, budgetUsd: '100.00' };
}
