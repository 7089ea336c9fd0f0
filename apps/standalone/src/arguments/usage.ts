import { FILM_OPTIONS } from './film-options';

const USAGE = `npm start -- ["a prompt"] [options]

Makes a film of the prompt and goes on serving the API. Without a prompt, and without a key of a vendor, it is a sample film.
`;

export function buildUsage(): string {
  const film = Object.entries(FILM_OPTIONS).map(([name, { rule }]) => [`--${name} …`, rule]);
  const options = [
    ...film,
    ['--data DIR', 'where everything is kept (default .reelwright/data, with keys of vendors .reelwright/paid)'],
    ['--port P', 'port of the API (default 8080, or the next free one)'],
    ['--once', "end after the film; its MP4's path is the last line of standard output"],
  ];
  return `${USAGE}\n${options.map(([name = '', text = '']) => `  ${name.padEnd(20)}${text}\n`).join('')}`;
}
