import type { Ending, Operation } from '../operations/operation';

export interface UploadedFile {
  id: string;
  blob: string;
  mimeType: string;
  sizeBytes: number;
  atMs: number;
}

/** One line of ledger.jsonl. */
export type LedgerRow =
  | { row: 'post'; atMs: number; attempt: string | null }
  | { row: 'accepted'; operation: Operation }
  | { row: 'ended'; id: string; atMs: number; status: Ending; costMicros: number; message?: string }
  | { row: 'deleted'; id: string; atMs: number }
  | { row: 'uploaded'; file: UploadedFile };
