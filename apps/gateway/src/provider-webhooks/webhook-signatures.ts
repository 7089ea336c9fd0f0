import type { Clock } from '@shared/clock/clock';
import { Jwks } from '@shared/webhooks/jwks';
import { verifyJwt } from '@shared/webhooks/jwt-signature';
import { isFresh, isSigned, type WebhookHeaders } from '@shared/webhooks/standard-webhooks';

export interface SignatureOptions {
  /** Where Gemini's public keys are. */
  jwksUrl: string;
  /** For whom its tokens have to be. */
  audience: string;
  /** Of webhooks that are registered for the whole project. */
  secrets: readonly string[];
  clock: Clock;
}

export type SignatureVerdict = { kind: 'genuine'; content: unknown } | { kind: 'stale' | 'forged' | 'unreadable' };

/** Tells Gemini from everybody else. It signs by a token where the address came with the request, else by a shared secret. */
export class WebhookSignatures {
  private readonly jwks: Jwks;

  constructor(private readonly options: SignatureOptions) {
    const { jwksUrl: url, clock } = options;
    this.jwks = new Jwks({ url, clock });
  }

  async verify(headers: WebhookHeaders, body: Buffer): Promise<SignatureVerdict> {
    if (!isFresh(headers.timestamp, this.options.clock.now())) return { kind: 'stale' };
    if (!headers.signature.includes(',')) return this.verifyToken(headers.signature, body);
    return isSigned(headers, body, this.options.secrets) ? parse(body) : { kind: 'forged' };
  }

  private async verifyToken(token: string, body: Buffer): Promise<SignatureVerdict> {
    const { audience, clock } = this.options;
    const verdict = await verifyJwt(token, { audience, now: clock.now(), findKey: (kid) => this.jwks.find(kid) });
    if (verdict.kind !== 'genuine') return verdict;
    // Where the token carries the event, that is what was signed; the body beside it is not.
    const { claims } = verdict;
    return 'type' in claims && 'data' in claims ? { kind: 'genuine', content: claims } : parse(body);
  }
}

function parse(body: Buffer): SignatureVerdict {
  try {
    return { kind: 'genuine', content: JSON.parse(body.toString('utf8')) };
  } catch {
    return { kind: 'unreadable' };
  }
}
