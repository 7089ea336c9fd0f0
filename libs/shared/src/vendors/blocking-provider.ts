import type { ModelKind } from '@shared/contracts/models';
import { AppError } from '@shared/errors/app-error';
import type { Offer, PollOutcome, Recollection } from '@shared/generation/providers/provider';
import { unretrievable } from './open-result';
import { VendorProvider } from './vendor-provider';

/** A vendor that answers a submit with the result. What is lost on the way is lost: nobody can be asked for it. */
export abstract class BlockingProvider<K extends ModelKind, Body> extends VendorProvider<K, Body> {
  readonly offers: ReadonlySet<Offer> = new Set();

  recall(): Promise<Recollection> {
    return Promise.resolve({ kind: 'cannot-tell' });
  }

  cancel(): Promise<void> {
    return Promise.resolve();
  }

  async download(address: string): Promise<never> {
    throw unretrievable(`cannot be at an address: ${address.slice(0, 200)}`);
  }

  protected async read(operationId: string): Promise<PollOutcome> {
    throw new AppError('PROVIDER_FAILED', `there are no operations here, and so none is called ${operationId}`);
  }
}
