import { hex, mix, rgb } from './colour';
import { heroColour, type View } from './view';

/** The hero is drawn with its feet at 0,0, looking right, inside this box. */
export const HERO_BOX = { x: -80, y: -170, width: 160, height: 182 } as const;

/** `phase` runs from 0 to 1 through one double step. */
export function drawHero(view: View, phase: number): string {
  const colour = heroColour(view);
  const shades = {
    base: colour,
    dark: hex(mix(rgb(colour), rgb('#0b1026'), 0.38)),
    light: hex(mix(rgb(colour), rgb('#fff4d6'), 0.42)),
  };
  const swing = Math.sin(phase * 2 * Math.PI);
  const bob = -Math.abs(Math.cos(phase * 2 * Math.PI)) * 3;
  const figure = { person: drawPerson, robot: drawRobot, animal: drawAnimal }[view.figure];
  return `<ellipse cy="4" rx="46" ry="7" fill="#060a18" fill-opacity=".3"/><g transform="translate(0 ${bob.toFixed(2)})">${figure(shades, swing, view.heroSeed)}</g>`;
}

interface Shades {
  base: string;
  dark: string;
  light: string;
}

const SKINS = ['#f0c7a0', '#c98f63', '#8d5a3b', '#e5b088'] as const;
const HAIRS = ['#2b1d1a', '#6b3d22', '#c9c4bd', '#1c2230', '#a5512a'] as const;

function drawPerson({ base, dark, light }: Shades, swing: number, seed: number): string {
  const skin = SKINS[seed % SKINS.length] ?? SKINS[0];
  const hair = HAIRS[(seed >>> 4) % HAIRS.length] ?? HAIRS[0];
  const flutter = (swing * 5).toFixed(1);
  return (
    leg(-swing, '#1d2236') +
    `<g transform="rotate(${(-swing * 26).toFixed(1)} 0 -104)"><path d="M0-104L2-62" stroke="${dark}" stroke-width="13" stroke-linecap="round"/></g>` +
    leg(swing, '#262c44') +
    `<path d="M-14-112Q-22-70-${30 + swing * 3}-34Q-6-26 ${20 + swing * 3}-34Q22-76 13-112Q0-120-14-112Z" fill="${base}"/>` +
    `<path d="M13-112Q22-76 ${20 + swing * 3}-34L9-31Q14-76 4-115Q9-115 13-112Z" fill="${light}" fill-opacity=".75"/>` +
    `<path d="M-14-112Q-22-70-${30 + swing * 3}-34L-14-30Q-14-74-6-116Z" fill="${dark}" fill-opacity=".6"/>` +
    `<g transform="rotate(${(swing * 26).toFixed(1)} 2 -104)"><path d="M2-104L4-64" stroke="${base}" stroke-width="13" stroke-linecap="round"/><circle cx="4.5" cy="-58" r="6" fill="${skin}"/></g>` +
    `<path d="M-10-114Q-34-112-54-${96 + swing * 6}Q-34-${100 - swing * 4}-14-104Z" fill="#f7ecd9" transform="rotate(${flutter} -10 -110)"/>` +
    `<circle cx="1" cy="-134" r="18" fill="${skin}"/><path d="M-18-130Q-22-156 2-156Q20-155 18-138Q8-146-2-142Q-8-134-8-122Q-16-122-18-130Z" fill="${hair}"/>` +
    `<circle cx="11" cy="-134" r="2" fill="#1b1410"/><path d="M-13-116H14V-108H-13Z" fill="#f7ecd9"/>`
  );
}

function leg(swing: number, colour: string): string {
  const knee = Math.max(0, swing) * 8;
  return (
    `<g transform="rotate(${(-swing * 24).toFixed(1)} 0 -46)"><path d="M0-46L${knee.toFixed(1)}-22L0-4" stroke="${colour}" stroke-width="12" stroke-linecap="round" stroke-linejoin="round" fill="none"/>` +
    `<path d="M-7-6H12Q15 2 10 2H-7Z" fill="#3a2a22"/></g>`
  );
}

function drawRobot({ base, dark, light }: Shades, swing: number): string {
  return (
    robotLeg(-11, -swing, dark) +
    robotLeg(12, swing, '#59617a') +
    `<rect x="-32" y="-108" width="64" height="74" rx="16" fill="${base}"/><path d="M12-108H16Q32-108 32-92V-50Q32-34 16-34H12Z" fill="${light}" fill-opacity=".5"/>` +
    `<rect x="-20" y="-90" width="30" height="22" rx="6" fill="${dark}"/><circle cx="-11" cy="-79" r="4" fill="#ffd37a"/><circle cx="1" cy="-79" r="4" fill="#8ff0d0"/>` +
    `<g transform="rotate(${(swing * 24).toFixed(1)} 0 -96)"><path d="M0-96V-58" stroke="${dark}" stroke-width="12" stroke-linecap="round"/><circle cy="-54" r="8" fill="#8b93a8"/></g>` +
    `<rect x="-25" y="-152" width="52" height="40" rx="13" fill="${base}"/><path d="M10-152H14Q27-152 27-139V-125Q27-112 14-112H10Z" fill="${light}" fill-opacity=".5"/>` +
    `<circle cx="13" cy="-132" r="12" fill="#10182c"/><circle cx="14" cy="-132" r="7.5" fill="#ffe9a8"/><path d="M-4-152V-164" stroke="${dark}" stroke-width="4"/><circle cx="-4" cy="-166" r="4" fill="#ff6f5b"/>`
  );
}

function robotLeg(x: number, swing: number, colour: string): string {
  return `<g transform="translate(${x} 0) rotate(${(-swing * 20).toFixed(1)} 0 -36)"><path d="M0-38V-6" stroke="${colour}" stroke-width="13" stroke-linecap="round"/><rect x="-11" y="-9" width="27" height="12" rx="5" fill="#39415a"/></g>`;
}

function drawAnimal({ base, dark, light }: Shades, swing: number): string {
  const [fur, belly, shadow] = ['#d9733a', '#fbe8d2', '#8f4522'];
  const paw = (x: number, turn: number, colour: string) =>
    `<g transform="rotate(${(turn * 26).toFixed(1)} ${x} -38)"><path d="M${x}-40V-4" stroke="${colour}" stroke-width="10" stroke-linecap="round"/></g>`;
  return (
    `<g transform="rotate(${(swing * 8).toFixed(1)} -40 -52)"><path d="M-38-54Q-76-62-78-92Q-60-96-50-84Q-40-74-32-50Z" fill="${fur}"/><path d="M-78-92Q-60-96-56-86Q-66-80-72-74Q-78-82-78-92Z" fill="${belly}"/></g>` +
    paw(-28, swing, shadow) +
    paw(24, -swing, shadow) +
    paw(-36, -swing, fur) +
    paw(32, swing, fur) +
    `<path d="M-44-50Q-46-74-16-74H22Q44-76 42-50Q38-34 0-36Q-40-34-44-50Z" fill="${fur}"/><path d="M-30-40Q0-32 34-42Q20-34 0-35Q-20-35-30-40Z" fill="${belly}" fill-opacity=".8"/>` +
    `<path d="M22-88L28-70Q44-58 54-74L52-90Z" fill="${fur}"/><path d="M28-122L34-96L22-94ZM58-122L56-98L44-98Z" fill="${shadow}"/>` +
    `<path d="M22-96Q24-112 42-112Q58-112 62-96L76-86Q74-78 60-78H38Q22-80 22-96Z" fill="${fur}"/><path d="M50-80L76-86Q74-78 60-78H44Z" fill="${belly}"/>` +
    `<circle cx="54" cy="-97" r="3" fill="#1b1410"/><circle cx="75" cy="-86" r="3.5" fill="#1b1410"/>` +
    `<path d="M20-84Q36-66 56-76L58-66Q36-54 16-74Z" fill="${base}"/><path d="M44-66Q54-66 58-66L57-61Q48-58 40-61Z" fill="${light}"/>` +
    `<g transform="rotate(${(swing * 10).toFixed(1)} 18 -76)"><path d="M22-80Q-6-88-30-78Q-8-72 18-70Z" fill="${dark}"/><path d="M22-80Q-4-84-24-76Q-6-72 18-72Z" fill="${base}"/></g>`
  );
}
