import type { Readable } from 'node:stream';
import type { PutOptions } from '@shared/artifacts/artifact-store';
import { DirectoryStore } from '@shared/artifacts/directory-store';
import type { ArtifactRef } from '@shared/contracts/artifact';

/** A store that takes nothing in until its gate is opened. */
export class GatedStore extends DirectoryStore {
  waiting = 0;
  private readonly gate = Promise.withResolvers<undefined>();

  openGate(): void {
    this.gate.resolve(undefined);
  }

  override async put(key: string, source: Readable | Buffer, options: PutOptions): Promise<ArtifactRef> {
    this.waiting += 1;
    await this.gate.promise;
    return super.put(key, source, options);
  }
}
