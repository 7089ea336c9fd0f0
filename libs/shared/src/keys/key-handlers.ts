import type { FilmEvent } from '@shared/contracts/events';
import { type EventContext, EventHandlers, On } from '@shared/messaging/event-handlers';
import { ProviderKeys } from './provider-keys';

/** How a stage learns of keys: encrypted, by event. */
@EventHandlers()
export class KeyHandlers {
  constructor(private readonly keys: ProviderKeys) {}

  @On('provider-key.changed')
  async onChanged({ data }: FilmEvent<'provider-key.changed'>, { tx }: EventContext): Promise<void> {
    await this.keys.take(tx, data);
  }
}
