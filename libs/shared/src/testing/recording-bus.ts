import type { FilmEvent } from '@shared/contracts/events';
import { type DeadLetter, EventBus, type Subscription } from '@shared/messaging/event-bus';

/** Takes events and hands them to nobody. `onPublish` decides when and whether publishing succeeds. */
export class RecordingBus extends EventBus {
  readonly published: FilmEvent[] = [];
  readonly deadLetters: DeadLetter[] = [];
  onPublish: () => Promise<void> = () => Promise.resolve();

  async start(): Promise<void> {
    return;
  }

  async stop(): Promise<void> {
    return;
  }

  async ready(): Promise<void> {
    return;
  }

  async publish(events: readonly FilmEvent[]): Promise<void> {
    this.published.push(...events);
    await this.onPublish();
  }

  subscribe(): Subscription {
    return { stop: () => Promise.resolve() };
  }

  async deadLetter(letter: DeadLetter): Promise<void> {
    this.deadLetters.push(letter);
  }
}
