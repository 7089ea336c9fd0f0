import type { FastifyReply } from 'fastify';
import { strikePoll } from '../faults/strike-poll';
import { fileIdOf, type Operation, type Surface } from '../operations/operation';
import { findMade, sendFile } from '../routes/files';
import type { Simulator } from '../simulator';
import type { WireError } from '../wire/wire-error';

/** What one vendor knows of the videos that were ordered there. */
export class VendorVideos {
  constructor(
    private readonly simulator: Simulator,
    private readonly surface: Surface,
    /** What that vendor says of an id that it does not know. */
    private readonly notFound: () => WireError,
  ) {}

  find(id: string): Operation {
    const operation = this.simulator.operations.find(id);
    if (operation && this.isOurs(operation)) return operation;
    throw this.notFound();
  }

  /** The newest first. */
  list(): Operation[] {
    return [...this.simulator.ledger.operations.values()].filter((operation) => this.isOurs(operation)).reverse();
  }

  /** The same as `find`, for a question that faults may strike. */
  async poll(id: string): Promise<Operation> {
    const operation = this.find(id);
    await strikePoll(this.simulator, operation);
    return operation;
  }

  async cancel(id: string): Promise<Operation> {
    const operation = this.find(id);
    await this.simulator.operations.end(operation, 'cancelled');
    return operation;
  }

  async sendFile(id: string, reply: FastifyReply): Promise<FastifyReply> {
    const file = await findMade(this.simulator, fileIdOf(this.find(id)));
    if (file === null) throw this.notFound();
    return sendFile(this.simulator, { ...file, isActive: true }, reply);
  }

  private isOurs({ surface, kind }: Operation): boolean {
    return surface === this.surface && kind === 'video';
  }
}
