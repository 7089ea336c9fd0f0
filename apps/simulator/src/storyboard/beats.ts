/** One turn of a story. `{name}` stands for the hero; `start` and `end` are its two stills, `motion` what happens between. */
export interface Beat {
  story: string;
  start: string;
  end: string;
  motion: string;
}

/** An arc from setting out to coming home; a film takes as many as it has scenes, evenly spread. */
const ARC: readonly Beat[] = [
  {
    story: '{name} sets out alone, looking back only once',
    start: '{name} stands still and listens',
    end: '{name} has taken the first steps',
    motion: '{name} starts to walk, the coat moves in the wind',
  },
  {
    story: 'Something catches the light ahead, and {name} walks towards it',
    start: '{name} shades the eyes with one hand',
    end: '{name} is closer, leaning forward',
    motion: '{name} walks on with growing steps',
  },
  {
    story: '{name} finds a trace that somebody left on purpose',
    start: '{name} slows down beside the trace',
    end: '{name} looks up along the way it points',
    motion: '{name} slows, looks down, looks up again',
  },
  {
    story: 'The way grows harder, and {name} does not turn round',
    start: '{name} meets the wind head on',
    end: '{name} has reached the crest',
    motion: '{name} pushes on against the wind',
  },
  {
    story: 'Doubt comes with the long shadows; {name} waits and breathes',
    start: '{name} pauses at the edge of the light',
    end: '{name} moves again, slower and surer',
    motion: '{name} rests a moment and goes on',
  },
  {
    story: '{name} sees at last what all of this was for',
    start: '{name} stops in wonder',
    end: '{name} walks into the glow',
    motion: '{name} walks towards the glow, light grows',
  },
  {
    story: '{name} gives something up to go the last part lightly',
    start: '{name} lays the burden down',
    end: '{name} walks free',
    motion: '{name} straightens up and walks on',
  },
  {
    story: '{name} comes home changed, and the evening closes softly behind',
    start: '{name} sees the lights of home',
    end: '{name} is almost there, small under the wide sky',
    motion: '{name} walks on at an easy pace',
  },
];

/** The beat of scene `index` (from 0) in a film of `total` scenes; the first and the last are always those of the arc. */
export function beatOf(index: number, total: number): Beat {
  const place = total === 1 ? 0 : Math.round((index * (ARC.length - 1)) / (total - 1));
  const beat = ARC[place];
  if (beat === undefined) throw new Error(`No beat for scene ${index + 1} of ${total}`);
  return beat;
}

const CAMERAS = ['Slow lateral tracking shot', 'Gentle push-in while tracking', 'Steady dolly alongside'] as const;

export function cameraOf(index: number): string {
  return CAMERAS[index % CAMERAS.length] ?? CAMERAS[0];
}
