import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import type { ArtifactStore, PutOptions } from '@shared/artifacts/artifact-store';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { PrivateDirectory } from '@shared/media/private-directory';
import { type Fetched, toTransferFault } from './fetch-result';

/** A result that is here, whole. */
export interface ReceivedResult extends Fetched {
  read(): Promise<Buffer>;
  toFile(): Promise<string>;
  putInto(store: ArtifactStore, key: string, options: PutOptions): Promise<ArtifactRef>;
}

/** It was fetched into a file, which goes with the directory that it is in. */
export class DownloadedResult implements ReceivedResult {
  readonly sha256: string;
  readonly bytes: number;

  constructor(
    private readonly path: string,
    { sha256, bytes }: Fetched,
  ) {
    this.sha256 = sha256;
    this.bytes = bytes;
  }

  read(): Promise<Buffer> {
    return readFile(this.path);
  }

  async toFile(): Promise<string> {
    return this.path;
  }

  putInto(store: ArtifactStore, key: string, options: PutOptions): Promise<ArtifactRef> {
    return store.putFile(key, this.path, options);
  }
}

/** It came in the answer itself: it is in memory already, and becomes a file only for whoever needs one. */
export class AnsweredResult implements ReceivedResult, AsyncDisposable {
  readonly sha256: string;
  readonly bytes: number;
  private directory: PrivateDirectory | undefined;
  private file: Promise<string> | undefined;

  constructor(private readonly whole: Buffer) {
    this.sha256 = createHash('sha256').update(whole).digest('hex');
    this.bytes = whole.length;
  }

  async read(): Promise<Buffer> {
    return this.whole;
  }

  toFile(): Promise<string> {
    return (this.file ??= this.write().catch((error: unknown) => {
      throw toTransferFault(error);
    }));
  }

  putInto(store: ArtifactStore, key: string, options: PutOptions): Promise<ArtifactRef> {
    return store.put(key, this.whole, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.directory?.[Symbol.asyncDispose]();
  }

  private async write(): Promise<string> {
    this.directory = await PrivateDirectory.create();
    const path = this.directory.file('result');
    await writeFile(path, this.whole);
    return path;
  }
}
