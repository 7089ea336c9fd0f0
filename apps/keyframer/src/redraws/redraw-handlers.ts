import { inputHashOf } from '@shared/build-graph/input-hash';
import type { FilmEvent } from '@shared/contracts/events';
import { loadApprovedBrief } from '@shared/generation/films/brief';
import { FilmWork } from '@shared/generation/films/film-work';
import { addUnits, listUnits } from '@shared/generation/films/units';
import { type EventContext, EventHandlers, On } from '@shared/messaging/event-handlers';

const KIND = 'redrawn-keyframe';

/** Has a keyframe drawn again that the clipper's provider refused: once a revision, whoever asks. */
@EventHandlers()
export class RedrawHandlers {
  constructor(private readonly films: FilmWork) {}

  @On('unit.refused')
  async onUnitRefused(event: FilmEvent<'unit.refused'>, { tx }: EventContext): Promise<void> {
    const { filmId, tenantId, data, id: causedBy } = event;
    const { keyframe: n, revision } = data;
    if (data.next !== 'redraw' || n === null) return;
    const film = { filmId, tenantId, revision };
    if (!(await this.films.enter(tx, film))) return;
    const { units } = await loadApprovedBrief(tx, film);
    const keyframe = units.find((unit) => unit.kind === 'keyframe' && unit.n === n);
    const artifact = (await listUnits(tx, film, 'keyframe')).find((unit) => unit.n === n)?.artifact;
    await addUnits(tx, film, KIND, [n]);
    const isWaiting = (await listUnits(tx, film, KIND)).some((unit) => unit.n === n && unit.status === 'waiting');
    if (!keyframe || !artifact || !isWaiting) return;
    // Kept as a take of the keyframe, which nothing but a choice by hand ever uses.
    const inputHash = inputHashOf(keyframe.recipe, { redrawn: artifact.sha256 });
    const { id: unitId, take, recipe } = keyframe;
    await this.films.takeUp(tx, { ...film, unit: { kind: KIND, n }, causedBy, unitId, take, recipe, inputHash });
  }
}
