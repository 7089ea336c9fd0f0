import type { FilmEvent } from '@shared/contracts/events';
import { FilmWork } from '@shared/generation/films/film-work';
import { listInputs } from '@shared/generation/films/units';
import { type EventContext, EventHandlers, On } from '@shared/messaging/event-handlers';
import { RefusalLadder } from '@shared/refusals/refusal-ladder';
import { listAwaitingRedraw } from '@shared/refusals/refusals';

/** The keyframer's answers: all clips that were refused because of a keyframe go on with another picture of it. */
@EventHandlers()
export class RedrawAnswers {
  constructor(
    private readonly films: FilmWork,
    private readonly ladder: RefusalLadder,
  ) {}

  @On('keyframe.redrawn')
  async onKeyframeRedrawn(event: FilmEvent<'keyframe.redrawn'>, { tx }: EventContext): Promise<void> {
    await this.answer(tx, event, { redrawn: event.data.artifact });
  }

  @On('keyframe.kept')
  async onKeyframeKept(event: FilmEvent<'keyframe.kept'>, { tx }: EventContext): Promise<void> {
    await this.answer(tx, event, { redrawError: event.data.error });
  }

  private async answer(
    tx: EventContext['tx'],
    { filmId, tenantId, data }: FilmEvent<'keyframe.redrawn' | 'keyframe.kept'>,
    answer: Parameters<RefusalLadder['goOn']>[2]['answer'],
  ): Promise<void> {
    const film = { filmId, tenantId, revision: data.revision };
    // Under the lock before anything is listed: a clip that asks at this moment is listed, or sees what came of it.
    if (!(await this.films.enter(tx, film))) return;
    const redrawOf = (await listInputs(tx, film)).get(data.index)?.artifact?.sha256;
    if (redrawOf === undefined) return;
    for (const inputHash of await listAwaitingRedraw(tx, filmId, redrawOf)) {
      await this.ladder.goOn(tx, film, { inputHash, asked: 'redraw', answer });
    }
  }
}
