/** An order with a storyboard of its own: scenes of 3 s that all continue one another. */
export function buildLoneChain(scenes: number): object {
  const styleGuide = { look: 'plain', camera: 'still', lighting: 'even', palette: 'grey', sound: 'none' };
  const scene = {
    description: 'A ball rolls on.',
    keyDetails: ['ball', 'floor', 'wall'],
    startFramePrompt: 'A ball at the left',
    endFramePrompt: 'A ball further right',
    motionPrompt: 'The ball rolls',
    seconds: 3,
    transition: 'continue',
  };
  const storyboard = { title: 'Ball', styleGuide, characters: [], scenes: Array.from({ length: scenes }, () => scene) };
  return { storyboard, resolution: '360p', minClips: scenes, budgetUsd: '100.00' };
}
