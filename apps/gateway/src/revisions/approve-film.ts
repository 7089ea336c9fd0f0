import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '@shared/clock/clock';
import type { FilmView } from '@shared/contracts/film';
import { Outbox } from '@shared/messaging/outbox';
import { findGate, stopAtGate } from '../films/film-gates';
import type { FilmRecord } from '../films/film-record';
import { FilmRepository } from '../films/film.repository';
import { moveFilm, patchFilm } from '../films/film-steps';
import { toFilmView } from '../films/film-view';
import { claimKey, findOrderOf } from '../films/idempotency-keys';
import { tellSteps } from '../films/tell-steps';
import { throwNoFilm } from '../films/throw-no-film';
import type { RevisionRequest } from './revise-film';
import { throwOnStaleRevision, throwOnStatus } from './throw-on-conflict';

/** Opens the gate at which a film waits; the stage behind it begins when it hears of that. */
@Injectable()
export class ApproveFilm {
  constructor(
    private readonly dataSource: DataSource,
    private readonly films: FilmRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  handle({ tenantId, filmId, revision: expected, keyed }: Omit<RevisionRequest, 'dryRun'>): Promise<FilmView> {
    return this.dataSource.transaction(async (tx) => {
      // The same approval once more, which must not open the gate behind.
      if (keyed && !(await claimKey(tx, { ...keyed, tenantId, filmId }))) {
        await findOrderOf(tx, { ...keyed, tenantId });
        return toFilmView(await this.films.loadOrThrow(tenantId, filmId));
      }
      const made = await this.films.update(tx, filmId, (record) => {
        if (record.film.tenantId !== tenantId) throwNoFilm(filmId);
        throwOnStaleRevision(record, expected);
        throwOnStatus(record, 'approved', ['waiting']);
        const opened = openNext(record);
        // What comes before the next gate may be there already: no fact would follow that stops the film at it.
        const steps = [{ name: 'film.approved' as const, record: opened }, ...stopAtGate(opened)];
        return tellSteps(record, steps, this.clock.now().toISOString());
      });
      if (made === null) throwNoFilm(filmId);
      const { revision } = made.film;
      const gate = made.film.build?.openGates.at(-1);
      if (gate) await this.outbox.add(tx, { name: 'gate.opened', tenantId, filmId, data: { revision, gate } });
      return toFilmView(made);
    });
  }
}

function openNext(record: FilmRecord): FilmRecord {
  const { build } = record.film;
  const gate = findGate(record.film);
  const running = moveFilm(record, 'running');
  return build && gate ? patchFilm(running, { build: { ...build, openGates: [...build.openGates, gate] } }) : running;
}
