import { type Build, describeFilm } from '@shared/build-graph/describe-film';
import { inputHashOf, recipeOf } from '@shared/build-graph/input-hash';
import { type Pins, traceLineages } from '@shared/build-graph/lineage';
import type { Answer } from '@shared/contracts/build-order';
import { hashOf } from '@shared/contracts/canonical-json';

/** What a provider makes of the same inputs is always the same here, so films can be compared by their hashes. */
export function answerTo(inputHash: string): Answer {
  const sha256 = hashOf({ madeOf: inputHash });
  const artifact = { key: `t/${sha256}`, sha256, bytes: 1, mediaType: 'any/thing' };
  return { artifact, facts: null, attemptId: `att_${inputHash.slice(0, 8)}`, filmId: 'film_a' };
}

export interface FinishedFilm {
  /** By input hash. */
  takes: Map<string, Answer>;
  /** By unit id. */
  answers: Map<string, Answer>;
}

/** A film with nothing left to make, built from nothing. */
export function finishFilm(build: Build, pins: Pins = {}): FinishedFilm {
  const units = describeFilm(build);
  const held = traceLineages(units, pins).pins;
  const film: FinishedFilm = { takes: new Map(), answers: new Map() };
  for (const unit of units) {
    const hashes = Object.entries(unit.refs).map(
      ([name, id]) => [name, film.answers.get(id)?.artifact.sha256 ?? ''] as const,
    );
    const inputHash = inputHashOf(recipeOf(unit), Object.fromEntries(hashes));
    const answer = held[unit.id] ?? answerTo(inputHash);
    film.answers.set(unit.id, answer);
    if (!held[unit.id]) film.takes.set(inputHash, answer);
  }
  return film;
}
