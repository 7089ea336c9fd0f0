import type { FilmEvent } from '@shared/contracts/events';
import { recordReuse } from '@shared/generation/films/allotment';
import type { FilmRef } from '@shared/generation/films/film-ref';
import { FilmWork } from '@shared/generation/films/film-work';
import { findTake, keepTake } from '@shared/generation/films/takes';
import { addUnits, listUnits } from '@shared/generation/films/units';
import { type EventContext, EventHandlers, On } from '@shared/messaging/event-handlers';
import { Outbox } from '@shared/messaging/outbox';
import { hashOfSoftening, isRefusedKind, PROMPT_KINDS, saveSoftening } from './softenings';

/** The model that writes words anew. */
export class SofteningModel {
  constructor(readonly name: string) {}
}

/** Has words that a provider refused written anew: once for the same words, whoever asks. */
@EventHandlers()
export class RefusalHandlers {
  constructor(
    private readonly films: FilmWork,
    private readonly outbox: Outbox,
    private readonly model: SofteningModel,
  ) {}

  @On('unit.refused')
  async onUnitRefused(event: FilmEvent<'unit.refused'>, { tx }: EventContext): Promise<void> {
    const { filmId, tenantId, data, id: causedBy } = event;
    const { unit, prompt, next, revision } = data;
    if (next !== 'soften' || prompt === null || !isRefusedKind(unit.kind)) return;
    const film = { filmId, tenantId, revision };
    if (!(await this.films.enter(tx, film)) || (await this.reuse(tx, film, event))) return;
    const kind = PROMPT_KINDS[unit.kind];
    await addUnits(tx, film, kind, [unit.n]);
    const isAsked = (await listUnits(tx, film, kind)).some(({ n, status }) => n === unit.n && status !== 'waiting');
    if (isAsked) return;
    const wanted = { kind, n: unit.n };
    await saveSoftening(tx, film, wanted, { refusedHash: data.inputHash, prompt, reason: data.error.message });
    const unhashed = { unitId: null, take: 1, recipe: null, inputHash: null };
    await this.films.takeUp(tx, { ...film, unit: wanted, causedBy, ...unhashed });
  }

  private async reuse(
    tx: EventContext['tx'],
    film: FilmRef,
    { tenantId, filmId, data }: FilmEvent<'unit.refused'>,
  ): Promise<boolean> {
    const { revision, unit, inputHash, prompt } = data;
    const take = await findTake(tx, film, hashOfSoftening(this.model.name, { prompt: prompt ?? '' }));
    if (take === null) return false;
    await keepTake(tx, film, take);
    await recordReuse(tx, film, take);
    const softened = { revision, unit, inputHash, attemptId: take.attemptId, artifact: take.artifact };
    await this.outbox.add(tx, { name: 'prompt.softened', tenantId, filmId, data: softened });
    return true;
  }
}
