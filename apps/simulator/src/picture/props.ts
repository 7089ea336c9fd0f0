/** Things that stand in the world. Each is drawn with its foot at 0,0 and about 100 high, then set in place. */
export interface Placement {
  x: number;
  y: number;
  scale: number;
  /** The body of the thing, already lit by the hour. */
  colour: string;
  /** Its brighter side. */
  bright: string;
  lamp: string;
  night: number;
}

export type Prop = (at: Placement) => string;

function place({ x, y, scale }: Placement, body: string): string {
  return `<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${scale.toFixed(3)})">${body}</g>`;
}

export const pine: Prop = (at) =>
  place(
    at,
    `<path d="M-3 4V-20H3V4Z" fill="${at.colour}"/>` +
      `<path d="M0-104L15-70H8L22-42H13L30-10H-30L-13-42H-22L-8-70H-15Z" fill="${at.colour}"/>` +
      `<path d="M0-104L15-70H8L22-42H13L30-10H6Z" fill="${at.bright}" fill-opacity=".35"/>`,
  );

export const roundTree: Prop = (at) =>
  place(
    at,
    `<path d="M-4 4Q-2-30-6-52H5Q3-30 5 4Z" fill="${at.colour}"/>` +
      `<g fill="${at.colour}"><circle cx="-20" cy="-56" r="24"/><circle cx="18" cy="-54" r="26"/><circle cx="0" cy="-78" r="27"/></g>` +
      `<g fill="${at.bright}" fill-opacity=".4"><circle cx="22" cy="-62" r="17"/><circle cx="5" cy="-86" r="18"/></g>`,
  );

export const trunk: Prop = (at) =>
  place(
    at,
    `<path d="M-13 20Q-8-60-9-640H11Q10-60 20 20Q4 8-13 20Z" fill="${at.colour}"/>` +
      `<path d="M4-640H11Q10-60 20 20Q10 4 6 8Z" fill="${at.bright}" fill-opacity=".3"/>` +
      `<path d="M10-210Q40-236 74-232Q44-222 10-188ZM-9-300Q-46-330-82-322Q-50-312-9-276Z" fill="${at.colour}"/>`,
  );

export const rock: Prop = (at) =>
  place(
    at,
    `<path d="M-46 6L-34-26L-8-44L22-38L44-8L50 6Z" fill="${at.colour}"/>` +
      `<path d="M-8-44L22-38L44-8L50 6H18L8-22Z" fill="${at.bright}" fill-opacity=".4"/>`,
  );

export const bush: Prop = (at) =>
  place(
    at,
    `<path d="M-44 6Q-50-22-24-24Q-14-46 6-34Q30-42 34-18Q50-12 46 6Z" fill="${at.colour}"/>` +
      `<path d="M6-34Q30-42 34-18Q50-12 46 6H22Q30-14 6-34Z" fill="${at.bright}" fill-opacity=".3"/>`,
  );

export const house: Prop = (at) =>
  place(
    at,
    `<path d="M-40 6V-38H40V6Z" fill="${at.colour}"/><path d="M-48-36L-22-70H26L50-36Z" fill="${at.bright}" fill-opacity=".9"/>` +
      `<path d="M18-60V-84H28V-60Z" fill="${at.colour}"/>` +
      `<g fill="${at.lamp}" fill-opacity="${windowGlow(at)}"><path d="M-28-26H-14V-10H-28ZM12-26H26V-10H12Z"/></g>`,
  );

export const windmill: Prop = (at) =>
  place(
    at,
    `<path d="M-20 6L-12-92Q0-108 12-92L20 6Z" fill="${at.bright}"/><path d="M4-98Q10-96 12-92L20 6H6Z" fill="${at.colour}" fill-opacity=".5"/>` +
      `<g stroke="${at.colour}" stroke-width="4" fill="${at.bright}" fill-opacity=".55">` +
      [20, 110, 200, 290]
        .map((turn) => `<path transform="translate(0 -90) rotate(${turn})" d="M0 0H66M16-2H64V-16H16Z"/>`)
        .join('') +
      `</g><circle cy="-90" r="6" fill="${at.colour}"/><rect x="-5" y="-22" width="10" height="28" fill="${at.colour}"/>`,
  );

export const lighthouse: Prop = (at) =>
  place(
    at,
    `<circle cy="-118" r="${20 + at.night * 26}" fill="${at.lamp}" fill-opacity="${0.1 + at.night * 0.22}"/>` +
      `<path d="M-19 6L-11-104H11L19 6Z" fill="#f4efe6"/><path d="M-17.6-14L-15.6-40H15.6L17.6-14ZM-14-62L-12.4-84H12.4L14-62Z" fill="#c8453b"/>` +
      `<path d="M3-104H11L19 6H7Z" fill="#1b2740" fill-opacity=".22"/><path d="M-17-104H17V-110H-17Z" fill="${at.colour}"/>` +
      `<path d="M-9-110V-126H9V-110Z" fill="${at.lamp}"/><path d="M-12-126L0-142L12-126Z" fill="#9c342e"/>`,
  );

export const castle: Prop = (at) =>
  place(
    at,
    `<path d="M-70 10V-40H-60V-50H-50V-40H-44V-84H-48V-96H-38V-90H-30V-96H-20V-84H-24V-46H0V-70H-6V-112L6-140L18-112V-70H22V-36H50V-62H44V-74H74V-62H70V10Z" fill="${at.colour}"/>` +
      `<g fill="${at.lamp}" fill-opacity="${windowGlow(at)}"><path d="M-37-70H-31V-60H-37ZM3-100H9V-88H3ZM32-20H40V-8H32Z"/></g>`,
  );

export const cactus: Prop = (at) =>
  place(
    at,
    `<path d="M0 6V-84M0-34H-24V-60M0-24H22V-54" stroke="${at.colour}" stroke-width="17" stroke-linecap="round" stroke-linejoin="round" fill="none"/>` +
      `<path d="M4 0V-84M25-26V-54" stroke="${at.bright}" stroke-width="4" stroke-linecap="round" stroke-opacity=".45" fill="none"/>`,
  );

export const mesa: Prop = (at) =>
  place(
    at,
    `<path d="M-110 20L-78-30L-70-92H-22L-18-78H34L40-100H84L92-26L124 20Z" fill="${at.colour}"/>` +
      `<path d="M40-100H84L92-26L124 20H78L58-40Z" fill="${at.bright}" fill-opacity=".35"/>`,
  );

export const boat: Prop = (at) =>
  place(
    at,
    `<path d="M-34-8H36L24 8H-24Z" fill="${at.colour}"/><path d="M0-12V-84L38-16Z" fill="#fff6e6"/><path d="M-4-12V-66L-28-16Z" fill="#f0dcc2"/>`,
  );

export const lampPost: Prop = (at) =>
  place(
    at,
    `<circle cx="16" cy="-112" r="${34 + at.night * 20}" fill="${at.lamp}" fill-opacity="${0.08 + at.night * 0.16}"/>` +
      `<path d="M-3 6V-104Q-3-120 16-120V-114Q3-114 3-104V6Z" fill="${at.colour}"/><path d="M8-120H24L20-106H12Z" fill="${at.lamp}"/>`,
  );

export const beacon: Prop = (at) =>
  place(
    at,
    `<circle cy="-96" r="26" fill="${at.lamp}" fill-opacity=".22"/><path d="M-16 6L-3-90H3L16 6M-12-20H12M-8-50H8" fill="none" stroke="${at.colour}" stroke-width="5"/><circle cy="-96" r="7" fill="${at.lamp}"/>`,
  );

function windowGlow({ night }: Placement): string {
  return (0.25 + night * 0.75).toFixed(2);
}
