import type { FilmEvent } from '@shared/contracts/events';
import { FilmWork } from '@shared/generation/films/film-work';
import { tryNewKey } from '@shared/generation/pools/try-new-key';
import { type EventContext, EventHandlers, On } from '@shared/messaging/event-handlers';
import { Outbox } from '@shared/messaging/outbox';
import { ProviderKeys } from './provider-keys';

/** How a stage learns of keys: encrypted, by event. */
@EventHandlers()
export class KeyHandlers {
  constructor(
    private readonly keys: ProviderKeys,
    private readonly outbox: Outbox,
    private readonly films: FilmWork,
  ) {}

  @On('provider-key.changed')
  async onChanged({ data }: FilmEvent<'provider-key.changed'>, { tx }: EventContext): Promise<void> {
    const { vendor, reference: credential, sealed } = data;
    if (!(await this.keys.take(tx, data)) || sealed === null) return;
    if (await tryNewKey(tx, this.outbox, { vendor, credential })) await this.films.wakeWorkers(tx);
  }
}
