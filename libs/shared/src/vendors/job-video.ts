import { AppError } from '@shared/errors/app-error';
import type { Offer, PollOutcome, Provider, Recollection, SubmitOutcome } from '@shared/generation/providers/provider';
import type { AdapterParts } from './adapter-parts';
import type { Ways } from './model-capabilities';
import { openVendorResult } from './open-result';
import { priceOfClip } from './price-of';
import { type ListPage, recallFromList } from './recall-from-list';
import { VendorProvider } from './vendor-provider';
import { loadFrames, toDataUri, type VideoRequest } from './video-request';

/** A finished clip, as its vendor tells of it. */
export interface Made {
  address: string | null | undefined;
  mediaType?: string | undefined;
  /** As billed, where that is said; what is no length of time counts as not said. */
  seconds?: number | undefined;
  /** When it was ordered, where that is said: prices change. */
  at?: Date;
}

/** Of the two frames, as most vendors take them. */
export interface DataUris {
  first: string;
  last: string | undefined;
}

/** A vendor of clips: an id for the paid POST, questions about it, an address at the end. */
export abstract class JobVideo<Body> extends VendorProvider<'video', Body> {
  readonly offers: ReadonlySet<Offer>;
  /** Where results lie, besides at the vendor's own address: names of hosts. */
  protected abstract readonly hosts: RegExp;
  /** What a download shows besides: usually nothing, addresses are signed. */
  protected readonly downloadHeaders: Record<string, string> = {};
  /** One page of the vendor's list, where it keeps one. */
  protected loadPage?(cursor: string | null, signal: AbortSignal): Promise<ListPage>;

  /** `withheld`: what its models could be found by, and under these settings cannot. */
  constructor(parts: AdapterParts<'video'>, withheld: readonly Offer[] = []) {
    super(parts);
    const missing = parts.webhooks ? withheld : [...withheld, 'webhook'];
    this.offers = new Set(listOffers(parts.models[0]?.ways).filter((offer) => !missing.includes(offer)));
  }

  /** Looks through the vendor's list, where it keeps one that shows our attempts. */
  async recall(attemptId: string, signal: AbortSignal): Promise<Recollection> {
    const loadPage = this.loadPage?.bind(this);
    if (!loadPage || !this.offers.has('list')) return { kind: 'cannot-tell' };
    return recallFromList(attemptId, (cursor) => loadPage(cursor, signal));
  }

  async download(address: string, signal: AbortSignal): ReturnType<Provider['download']> {
    const { hosts, downloadHeaders: headers, parts } = this;
    return openVendorResult(address, { baseUrl: parts.baseUrl, hosts, headers, signal });
  }

  protected async loadDataUris(request: VideoRequest): Promise<DataUris> {
    const { first, last } = await loadFrames(this.parts.store, request);
    return { first: toDataUri(first), last: last && toDataUri(last) };
  }

  /** Undefined where the answer names no operation. */
  protected toAccepted(id: unknown): SubmitOutcome | undefined {
    return typeof id === 'string' && id !== '' ? { kind: 'accepted', operationId: id } : undefined;
  }

  protected toCompleted({ address, mediaType = 'video/mp4', seconds, at }: Made, request: VideoRequest): PollOutcome {
    if (!address) return this.toEmptiness();
    const { model, resolution } = request;
    const clip = { model, resolution, seconds: isLength(seconds) ? seconds : request.seconds };
    const day = at && !Number.isNaN(at.getTime()) ? at : new Date();
    const costMicros = priceOfClip(this.parts.models, clip, day);
    return { kind: 'completed', result: { kind: 'remote', address, mediaType }, costMicros };
  }

  /** Made and billed, and not to be found: nobody says at what price. */
  protected toEmptiness(): PollOutcome {
    const error = new AppError(
      'PROVIDER_FAILED',
      `${this.dialect.vendor} completed the job without a clip in its answer`,
    );
    return { kind: 'failed', error, costMicros: null };
  }
}

function isLength(seconds?: number): seconds is number {
  return seconds !== undefined && Number.isFinite(seconds) && seconds > 0;
}

function listOffers(ways?: Ways): Offer[] {
  const all: Record<Offer, boolean | undefined> = {
    list: ways?.list,
    webhook: ways?.webhook,
    'output-prefix': ways?.outputPrefix,
    'idempotency-key': ways?.idempotencyKey,
  };
  return (Object.keys(all) as Offer[]).filter((offer) => all[offer]);
}
