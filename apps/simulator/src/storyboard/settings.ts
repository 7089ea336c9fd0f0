import type { Place } from '../vocabulary/places';

/** Words for each place: where it is, and things to be seen there, one for each scene in turn. */
export const SETTINGS: Record<Place, { where: string; sights: readonly string[] }> = {
  sea: {
    where: 'on the headland above the sea',
    sights: [
      'a white lighthouse stands over the bay',
      'gulls drift on the wind above the waves',
      'a small boat leans on the shore',
      'the tide runs silver between the rocks',
      'far sails cross the line of the ocean',
    ],
  },
  city: {
    where: 'on a street of the old city',
    sights: [
      'windows glow one above the other in the towers',
      'wires and water tanks line the rooftops',
      'wet streets mirror the lamps',
      'a tram bell sounds behind the market',
      'steam rises between the houses of the city',
    ],
  },
  forest: {
    where: 'on a path through the forest',
    sights: [
      'tall pines close over the path',
      'light falls in bars between the trees',
      'moss glows on fallen trunks',
      'a stream crosses the woods',
      'fireflies hang under the branches of the forest',
    ],
  },
  desert: {
    where: 'among the dunes of the desert',
    sights: [
      'wind draws lines along the dunes',
      'red rocks stand like gates in the sand',
      'heat trembles over the flats of the desert',
      'a dry well marks the caravan trail',
      'stone arches throw long shadows on the sand',
    ],
  },
  snow: {
    where: 'across the snowfields',
    sights: [
      'pines bend under fresh snow',
      'the frozen lake rings under every step',
      'snow drifts over the trail',
      'blue ice hangs from the ledge',
      'a cabin sends up smoke in the winter air',
    ],
  },
  mountains: {
    where: 'on a trail under the mountains',
    sights: [
      'snow still lies on the high peaks',
      'a ruined castle watches over the valley',
      'clouds lean on the ridge',
      'cairns mark the pass',
      'an eagle turns below the summit',
    ],
  },
  meadow: {
    where: 'through the meadows beyond the village',
    sights: [
      'a windmill turns above the fields',
      'wild flowers run down the hills',
      'a lone oak stands in the meadow',
      'hedges draw soft lines over the countryside',
      'kites pull at their strings over the hills',
    ],
  },
  space: {
    where: 'on the plain of a silent planet',
    sights: [
      'a ringed planet hangs over the craters',
      'an old rover sleeps in the dust',
      'two moons throw double shadows',
      'a beacon blinks at the edge of the crater',
      'stars stand unmoving over the lunar dunes',
    ],
  },
};

export const LIGHTS = [
  'first light of dawn',
  'clear morning light',
  'bright day with long soft clouds',
  'late golden light',
  'deep sunset glow',
  'blue dusk, first stars',
] as const;

/** For a story that the prompt itself sets at night. */
export const NIGHT_LIGHTS = [
  'the last dusk, night falls',
  'clear night, many stars',
  'deep night, a thin moon',
] as const;
