import type { Ending, Operation } from '../operations/operation';

export interface UploadedFile {
  id: string;
  blob: string;
  mimeType: string;
  sizeBytes: number;
  atMs: number;
}

/** An address that hears of every operation without one of its own. */
export interface StaticWebhook {
  id: string;
  name: string;
  uri: string;
  events: string[];
  /** The newest first; the others hold until they are revoked. */
  secrets: string[];
  createdAtMs: number;
}

/** One line of ledger.jsonl. */
export type LedgerRow =
  | { row: 'post'; atMs: number; attempt: string | null }
  | { row: 'accepted'; operation: Operation }
  | { row: 'ended'; id: string; atMs: number; status: Ending; costMicros: number; message?: string }
  | { row: 'deleted'; id: string; atMs: number }
  | { row: 'uploaded'; file: UploadedFile }
  | { row: 'webhook'; webhook: StaticWebhook }
  | { row: 'webhook-deleted'; id: string };
