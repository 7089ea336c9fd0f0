import { findPlace, NEXT_PLACE, type Place } from '../vocabulary/places';
import { isAtNight } from '../vocabulary/hours';
import { pick, seedOf } from '../vocabulary/seeded-random';
import { beatOf, cameraOf } from './beats';
import { castHero, type Hero } from './cast';
import type { StoryOrder } from './order';
import { LIGHTS, NIGHT_LIGHTS, SETTINGS } from './settings';
import { writeStyleGuide } from './style-guide';
import { splitClauses, toSentence, toTitle } from './prose';

interface Telling {
  order: StoryOrder;
  hero: Hero;
  places: [Place, Place];
  clauses: string[];
  seed: number;
}

/** A story in the shape that Reelwright's planner asks for: as many scenes as ordered, one hero, at most one cut within it. */
export function writeStoryboard(order: StoryOrder): Record<string, unknown> {
  const seed = seedOf(order.prompt);
  const hero = castHero(order.prompt, seed);
  const home = findPlace(order.prompt) ?? pick(['meadow', 'mountains', 'sea', 'forest'] as const, seed + 4);
  const clauses = splitClauses(order.prompt);
  const telling: Telling = { order, hero, places: [home, NEXT_PLACE[home]], clauses, seed };
  const { name, face, clothing, identityTag } = hero;
  return {
    title: toTitle(order.prompt),
    styleGuide: writeStyleGuide(order.style, seed),
    characters: [{ name, face, clothing, identityTag }],
    scenes: Array.from({ length: order.scenes }, (_, index) => writeScene(telling, index)),
  };
}

// From four scenes on a film has two chains, in two places; a prompt that asks for one take gets one.
function isCut(index: number, order: StoryOrder): boolean {
  return index === 0 || index === secondBegin(order);
}

function secondBegin({ prompt, scenes }: StoryOrder): number {
  return scenes >= 4 && !/\bin one take\b/i.test(prompt) ? Math.floor(scenes / 2) : scenes;
}

function writeScene(telling: Telling, index: number): Record<string, unknown> {
  const { order, hero, seed } = telling;
  const total = order.scenes;
  const { where, sights } = SETTINGS[telling.places[index >= secondBegin(order) ? 1 : 0]];
  const sight = sights[(seed + index) % sights.length] ?? where;
  const beat = beatOf(index, total);
  const say = (text: string) => text.replaceAll('{name}', hero.name);
  const still = (which: 'start' | 'end') =>
    `Scene ${index + 1} of ${total}, ${which} frame: ${hero.identityTag} ${say(beat[which])} ${where}; ${sight}. ` +
    `${toSentence(lightAt(order, which === 'start' ? index : index + 1))}, wide shot.`;
  return {
    description: `${openingOf(telling, index)}${toSentence(say(beat.story))} ${where}, where ${sight}.`,
    keyDetails: [
      `${hero.name}: ${hero.clothing}`,
      toSentence(sight),
      toSentence(lightAt(order, index)),
      `${hero.name} stays on the path, seen from the side`,
    ],
    startFramePrompt: still('start'),
    endFramePrompt: still('end'),
    motionPrompt: `Scene ${index + 1} of ${total}: ${toSentence(say(beat.motion))}. ${cameraOf(index)}, clouds drift, the light changes slowly.`,
    seconds: order.sceneSeconds,
    transition: isCut(index, order) ? 'cut' : 'continue',
  };
}

// The light at a boundary between scenes: the end of one scene has that of the next one's start.
function lightAt({ prompt, scenes }: StoryOrder, boundary: number): string {
  const lights = isAtNight(prompt) ? NIGHT_LIGHTS : LIGHTS;
  return lights[Math.round((boundary * (lights.length - 1)) / scenes)] ?? lights[0];
}

// Each part of the prompt opens the scene at which the film comes to it.
function openingOf({ clauses, order }: Telling, index: number): string {
  const partAt = (scene: number) => Math.floor((scene * clauses.length) / order.scenes);
  const isNew = index === 0 || partAt(index) !== partAt(index - 1);
  const clause = clauses[partAt(index)];
  return isNew && clause !== undefined ? `${toSentence(clause)}. ` : '';
}
