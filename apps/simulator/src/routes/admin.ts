import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { faultsSchema } from '../faults/fault';
import { toLedgerView } from '../ledger/ledger-view';
import { wireStatusAt } from '../operations/operation';
import type { Simulator } from '../simulator';
import { invalidArgument, WireError } from '../wire/wire-error';

/** What no provider has: a look behind the scenes, and a hand on them. */
export function serveAdmin(server: FastifyInstance, simulator: Simulator): void {
  server.get('/health', () => ({ status: 'ok' }));
  serveLedger(server, simulator);
  serveFaults(server, simulator);

  server.get('/operations', () => ({
    inFlight: simulator.operations.listInFlight().map((operation) => ({
      id: operation.id,
      kind: operation.kind,
      model: operation.model,
      labels: operation.labels,
      status: wireStatusAt(operation, simulator.now()),
      acceptedAt: new Date(operation.acceptedAtMs).toISOString(),
      readyAt: new Date(operation.readyAtMs).toISOString(),
    })),
    mostInFlight: Object.fromEntries(simulator.operations.mostInFlight),
  }));
}

function serveLedger(server: FastifyInstance, { ledger, operations, config }: Simulator): void {
  server.get<{ Querystring: { since?: string; attempt?: string } }>('/ledger', ({ query: { since, attempt } }) => {
    const sinceMs = since === undefined ? 0 : readTime(since);
    const entries = [...ledger.operations.values()].filter(
      ({ acceptedAtMs, labels }) => acceptedAtMs >= sinceMs && (attempt === undefined || labels['attempt'] === attempt),
    );
    return toLedgerView(entries, ledger.posts);
  });

  server.delete('/ledger', async () => {
    if (!config.admin)
      throw new WireError(403, { error: { message: 'SIMULATOR_ADMIN is not set', code: 'forbidden' } });
    operations.reset();
    await ledger.clear();
    return {};
  });
}

function serveFaults(server: FastifyInstance, { faults }: Simulator): void {
  server.get('/faults', () => faults.list());

  server.put('/faults', ({ body }) => {
    const parsed = faultsSchema.safeParse(body);
    if (!parsed.success) throw invalidArgument(z.prettifyError(parsed.error));
    faults.replace(parsed.data);
    return faults.list();
  });

  server.delete('/faults', () => {
    faults.replace([]);
    return [];
  });
}

function readTime(rawTime: string): number {
  const timeMs = /^\d+$/.test(rawTime) ? Number(rawTime) : Date.parse(rawTime);
  if (Number.isNaN(timeMs)) throw invalidArgument(`since is no time: ${rawTime}`, 'since');
  return timeMs;
}
