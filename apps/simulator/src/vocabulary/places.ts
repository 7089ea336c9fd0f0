/** The worlds that a scene can play in. */
export const PLACES = ['sea', 'city', 'forest', 'desert', 'snow', 'mountains', 'meadow', 'space'] as const;
export type Place = (typeof PLACES)[number];

const WORDS: Record<Place, RegExp> = {
  sea: /\b(sea|ocean|coast|beach|shore|harbou?r|lighthouse|island|ship|boat|sail\w*|waves?|tide|whale|bay|cliffs?)\b/gi,
  city: /\b(city|cities|town|streets?|alley|rooftops?|skyline|neon|tokyo|paris|london|new york|market|caf[eé]|subway|tower blocks?|cyberpunk|detective)\b/gi,
  forest: /\b(forests?|woods?|woodland|trees?|jungle|grove|pines?|fox|deer|moss\w*)\b/gi,
  desert: /\b(deserts?|dunes?|sands?|oasis|canyon|sahara|camels?|caravan|mesa)\b/gi,
  snow: /\b(snow\w*|ice|icy|winter|arctic|antarctic|glacier|frozen|polar|blizzard|frost\w*)\b/gi,
  mountains: /\b(mountains?|peaks?|summit|alps|alpine|ridge|climb\w*|valley|highlands?|dragon|castle|pass)\b/gi,
  meadow:
    /\b(meadows?|fields?|farm|village|garden|flowers?|countryside|hills?|prairie|orchard|balloon|windmill|kite)\b/gi,
  space: /\b(space\w*|mars|martian|moon|lunar|planets?|galax\w+|asteroid|astronauts?|alien|orbit|crater)\b/gi,
};

/** The place that the text speaks of most; null where it speaks of none. */
export function findPlace(text: string): Place | null {
  const counts = PLACES.map((place) => ({ place, count: text.match(WORDS[place])?.length ?? 0 }));
  const [most] = counts.sort((a, b) => b.count - a.count);
  return most !== undefined && most.count > 0 ? most.place : null;
}

/** Where a story goes when it cuts away. */
export const NEXT_PLACE: Record<Place, Place> = {
  sea: 'mountains',
  city: 'meadow',
  forest: 'mountains',
  desert: 'mountains',
  snow: 'forest',
  mountains: 'forest',
  meadow: 'sea',
  space: 'desert',
};
