import type { FilmEvent } from '@shared/contracts/events';
import { type EventContext, EventHandlers, On } from '@shared/messaging/event-handlers';
import { RefusalLadder } from './refusal-ladder';

/** The planner's answers to what this stage had refused. Both stages hear them, one has asked. */
@EventHandlers()
export class PromptAnswers {
  constructor(private readonly ladder: RefusalLadder) {}

  @On('prompt.softened')
  async onPromptSoftened(event: FilmEvent<'prompt.softened'>, { tx }: EventContext): Promise<void> {
    await this.answer(tx, event, { softened: event.data.artifact });
  }

  @On('prompt.kept')
  async onPromptKept(event: FilmEvent<'prompt.kept'>, { tx }: EventContext): Promise<void> {
    await this.answer(tx, event, { softenError: event.data.error });
  }

  private async answer(
    tx: EventContext['tx'],
    { filmId, tenantId, data }: FilmEvent<'prompt.softened' | 'prompt.kept'>,
    answer: Parameters<RefusalLadder['goOn']>[2]['answer'],
  ): Promise<void> {
    const { revision, unit, inputHash } = data;
    if (unit.kind !== this.ladder.kind) return;
    await this.ladder.goOn(tx, { filmId, tenantId, revision }, { inputHash, asked: 'soften', answer });
  }
}
