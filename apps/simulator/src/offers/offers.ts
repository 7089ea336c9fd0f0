import { z } from 'zod';

/** The ways by which a client can find out what became of a submit whose answer it lost. */
export const OFFERS = [
  /** The same `Idempotency-Key` with the same request answers with the same operation. */
  'idempotency',
  /** The end of an operation is sent to the addresses in `webhook_config`, else to the registered ones. */
  'webhooks',
  /** Results are put under `response_format.gcs_uri` too, and that prefix can be listed. */
  'prefix',
  /** What was accepted last can be listed, with its labels. */
  'list',
] as const;
export type Offer = (typeof OFFERS)[number];

export const offersSchema = z.array(z.enum(OFFERS));

/** What is withheld behaves as at a provider that has never heard of it. */
export class Offers {
  private offered: ReadonlySet<Offer>;

  constructor(private readonly configured: readonly Offer[]) {
    this.offered = new Set(configured);
  }

  has(offer: Offer): boolean {
    return this.offered.has(offer);
  }

  list(): Offer[] {
    return [...this.offered];
  }

  replace(offers: readonly Offer[]): void {
    this.offered = new Set(offers);
  }

  reset(): void {
    this.replace(this.configured);
  }
}
