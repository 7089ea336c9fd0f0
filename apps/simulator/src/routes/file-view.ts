import type { Operation } from '../operations/operation';

export interface StoredFile {
  id: string;
  path: string;
  mimeType: string;
  sizeBytes: number;
  createdAtMs: number;
  /** False while Google would still show PROCESSING. */
  isActive: boolean;
  /** What it came out of; null when it was uploaded. */
  operation: Operation | null;
}

export function toFileView(file: StoredFile): Record<string, unknown> {
  const createTime = new Date(file.createdAtMs).toISOString();
  return {
    name: `files/${file.id}`,
    mimeType: file.mimeType,
    sizeBytes: String(file.sizeBytes),
    createTime,
    updateTime: createTime,
    expirationTime: new Date(file.createdAtMs + 48 * 3600 * 1000).toISOString(),
    uri: `https://generativelanguage.googleapis.com/v1beta/files/${file.id}`,
    ...(file.operation && {
      downloadUri: `https://generativelanguage.googleapis.com/v1beta/files/${file.id}:download?alt=media`,
    }),
    state: file.isActive ? 'ACTIVE' : 'PROCESSING',
    source: file.operation ? 'GENERATED' : 'UPLOADED',
  };
}
