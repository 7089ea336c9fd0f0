import type { Journal } from './journal';
import type { LedgerRow, StaticWebhook, UploadedFile } from './ledger-row';
import type { Operation } from '../operations/operation';

/** The truth about money, and with it the memory of the whole simulator: what a restart reads is this and nothing else. */
export class Ledger {
  readonly operations = new Map<string, Operation>();
  readonly operationsByFileId = new Map<string, Operation>();
  readonly operationsByKey = new Map<string, Operation>();
  readonly webhooks = new Map<string, StaticWebhook>();
  readonly uploads = new Map<string, UploadedFile>();
  readonly posts = new Map<string, number>();
  /** Deleted operations stay in the books, and can't be read any more. */
  readonly deleted = new Set<string>();

  constructor(
    private readonly journal: Journal<LedgerRow>,
    private readonly fileIdOf: (operation: Operation) => string,
  ) {
    for (const row of journal.rowsAtOpen) this.apply(row);
  }

  /** Resolves when the row is on the disk. */
  async write(row: LedgerRow): Promise<void> {
    this.apply(row);
    await this.journal.append(row);
  }

  async clear(): Promise<void> {
    await this.journal.clear();
    const { operations, operationsByFileId, operationsByKey, webhooks, uploads, posts, deleted } = this;
    for (const memory of [operations, operationsByFileId, operationsByKey, webhooks, uploads, posts, deleted]) {
      memory.clear();
    }
  }

  private apply(row: LedgerRow): void {
    switch (row.row) {
      case 'post':
        if (row.attempt !== null) this.posts.set(row.attempt, (this.posts.get(row.attempt) ?? 0) + 1);
        break;
      case 'accepted':
        this.remember(row.operation);
        break;
      case 'ended':
        this.end(row);
        break;
      case 'deleted':
        this.deleted.add(row.id);
        break;
      case 'uploaded':
        this.uploads.set(row.file.id, row.file);
        break;
      case 'webhook':
        this.webhooks.set(row.webhook.id, row.webhook);
        break;
      case 'webhook-deleted':
        this.webhooks.delete(row.id);
        break;
    }
  }

  private remember(operation: Operation): void {
    this.operations.set(operation.id, operation);
    this.operationsByFileId.set(this.fileIdOf(operation), operation);
    if (operation.idempotencyKey !== undefined) this.operationsByKey.set(operation.idempotencyKey, operation);
  }

  private end({ id, status, atMs, costMicros, message }: Extract<LedgerRow, { row: 'ended' }>): void {
    const operation = this.operations.get(id);
    if (operation !== undefined) operation.end = { status, atMs, costMicros, ...(message && { message }) };
  }
}
