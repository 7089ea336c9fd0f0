/** What a vendor tells of an operation: never believed about a result or about money. */
export interface VendorNotice {
  operationId: string;
  outcome: 'completed' | 'failed' | 'cancelled';
}

export type NoticeVerdict =
  | { kind: 'genuine'; notice: VendorNotice }
  /** Signed, and too old to be of use. */
  | { kind: 'stale' }
  | { kind: 'forged' }
  /** Signed, and not about the end of an operation. */
  | { kind: 'unreadable' };

/** Header names in lower case, as Node gives them. */
export type NoticeHeaders = Readonly<Record<string, string | string[] | undefined>>;

export function headerOf(headers: NoticeHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

export function parseNotice(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
