import type { FilmView } from '@shared/contracts/film';
import type { Plan } from '@shared/contracts/revisions';
import { type Invocation, optionalNumber, timeoutSecondsOf, WAIT_OPTIONS } from '../command';
import { EXIT, type ExitCode } from '../exit-codes';
import { renderPlan } from '../terminal/render-plan';
import { waitForFilm } from '../wait-for-film';
import { finishFilm } from './finish-film';

/** Options of every command that changes a film. */
export const REVISION_OPTIONS = {
  ...WAIT_OPTIONS,
  'dry-run': { type: 'boolean', default: false },
  revision: { type: 'string' },
} as const;

export interface Change {
  method: 'POST' | 'PATCH' | 'PUT';
  filmId: string;
  /** Behind the film's own address. */
  path: string;
  body: object;
}

/** Sends a change, tells its plan, and waits where that was asked for. */
export async function revise(invocation: Invocation, { method, filmId, path, body }: Change): Promise<ExitCode> {
  const { values, client, terminal } = invocation;
  const timeoutSeconds = timeoutSecondsOf(values);
  const query = values['dry-run'] === true ? '?dryRun=true' : '';
  const changed = { ...body, revision: optionalNumber(values, 'revision') };
  const { answer: plan } = await client.change<Plan>(`${filmPath(filmId)}/${path}${query}`, { method, body: changed });
  const isWaiting = !plan.dryRun && (values.wait === true || values.output !== undefined);
  if (!isWaiting) return tellPlan(invocation, plan);
  terminal.err(`${renderPlan(plan)}\n`);
  const ended = await waitForFilm({ client, terminal, filmId: plan.filmId ?? filmId, timeoutSeconds });
  return finishFilm(invocation, ended, { isSaved: values.output !== undefined });
}

export function filmPath(filmId: string): string {
  return `/v1/films/${encodeURIComponent(filmId)}`;
}

export function tellFilm({ terminal, values }: Invocation, film: FilmView): ExitCode {
  if (values.json === true) terminal.out(`${JSON.stringify(film, null, 2)}\n`);
  else terminal.out(`${film.id}  ${film.status}\nNext: npx reelwright status ${film.id}\n`);
  return EXIT.ok;
}

function tellPlan({ terminal, values }: Invocation, plan: Plan): ExitCode {
  if (values.json === true) terminal.out(`${JSON.stringify(plan, null, 2)}\n`);
  else terminal.out(`${renderPlan(plan)}\n${plan.dryRun ? '' : `Next: npx reelwright status ${plan.filmId}\n`}`);
  return EXIT.ok;
}
