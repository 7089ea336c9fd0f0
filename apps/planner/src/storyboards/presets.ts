import type { Style } from '@shared/contracts/order';
import type { Storyboard } from '@shared/contracts/storyboard';

type StyleGuide = Storyboard['styleGuide'];

/** What each style asks of every scene. */
export const PRESETS: Record<Style, StyleGuide> = {
  cinematic: {
    look: 'Feature film, 35 mm anamorphic, shallow depth of field, fine grain',
    camera: 'Slow dollies and cranes, deliberate composition on the thirds',
    lighting: 'Motivated key light with soft fill, volumetric haze, golden or blue hour outdoors',
    palette: 'Teal shadows against warm amber highlights, rich blacks',
    sound: 'Orchestral swell over detailed ambience',
  },
  documentary: {
    look: 'Observational realism, natural texture, nothing staged',
    camera: 'Handheld at eye level, long lenses, patient pans',
    lighting: 'Available light only',
    palette: 'True to life, slightly desaturated',
    sound: 'Location sound, sparse piano',
  },
  commercial: {
    look: 'Polished product film, immaculate surfaces, crisp detail',
    camera: 'Smooth slider and orbit moves, macro inserts',
    lighting: 'High key, large soft sources, clean rim light',
    palette: 'Bright, saturated accents on white or a single brand colour',
    sound: 'Upbeat, modern, tightly cut',
  },
  vlog: {
    look: 'Personal and immediate, smartphone sharpness',
    camera: 'Wide lens at arm length, walking pace, quick reframes',
    lighting: 'Daylight and practical lamps',
    palette: 'Warm and friendly, natural skin',
    sound: 'Close voice, light background music',
  },
  horror: {
    look: 'Dread and restraint, deep shadow, texture of decay',
    camera: 'Slow creeping push-ins, low angles, long holds on empty space',
    lighting: 'Single hard source, moonlight, flicker',
    palette: 'Cold greens and greys, one unsettling red',
    sound: 'Low drones, sudden silence, distant creaks',
  },
  anime: {
    look: 'Hand-drawn cel animation, clean line work, painted backgrounds',
    camera: 'Dynamic angles, parallax pans, held key poses',
    lighting: 'Graphic two-tone shading, bloom around the sun',
    palette: 'Vivid primaries, luminous skies',
    sound: 'Emotive strings, crisp effects',
  },
  vintage: {
    look: 'Faded 16 mm home movie, scratches, gate weave',
    camera: 'Static frames and gentle zooms',
    lighting: 'Soft tungsten interiors, overexposed windows',
    palette: 'Sepia and washed pastel, lifted blacks',
    sound: 'Projector hum, crackling records',
  },
  scifi: {
    look: 'Sleek futurism, hard surfaces, holographic light',
    camera: 'Gliding symmetrical moves, vast establishing shots',
    lighting: 'Neon practicals, cool backlight through haze',
    palette: 'Electric blue and magenta on near black',
    sound: 'Analogue synthesizers, deep sub bass',
  },
  nature: {
    look: 'Wildlife film, pristine detail, unhurried',
    camera: 'Telephoto close-ups, drone vistas, time-lapse',
    lighting: 'Sunrise and dappled forest light',
    palette: 'Lush greens, earth tones, clear skies',
    sound: 'Birdsong, wind and water, gentle woodwinds',
  },
  action: {
    look: 'High energy, motion blur, debris and sparks',
    camera: 'Fast tracking, whip pans, low wide angles',
    lighting: 'High contrast, hard sun, explosions as key',
    palette: 'Steel blue and orange fire',
    sound: 'Driving percussion, hard impacts',
  },
};
