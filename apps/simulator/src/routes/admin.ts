import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { faultsSchema } from '../faults/fault';
import { offersSchema } from '../offers/offers';
import { toLedgerView } from '../ledger/ledger-view';
import { type Operation, wireStatusAt } from '../operations/operation';
import type { Simulator } from '../simulator';
import { invalidArgument, notFound, WireError } from '../wire/wire-error';

/** What no provider has: a look behind the scenes, and a hand on them. */
export function serveAdmin(server: FastifyInstance, simulator: Simulator): void {
  server.get('/health', () => ({ status: 'ok' }));
  serveLedger(server, simulator);
  serveFaults(server, simulator);
  serveOffers(server, simulator);
  server.get('/webhooks', () => ({ deliveries: simulator.webhooks.deliveries }));

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

interface LedgerQuery {
  since?: string;
  attempt?: string;
  model?: string;
}

function serveLedger(server: FastifyInstance, simulator: Simulator): void {
  const { ledger, operations, config, offers } = simulator;
  server.get<{ Querystring: LedgerQuery }>('/ledger', ({ query }) =>
    toLedgerView(findAccepted(simulator, query), ledger.posts),
  );

  // What a provider may offer its clients; the ledger is for whoever runs the simulator.
  server.get<{ Querystring: LedgerQuery }>('/recent', ({ query }) => {
    if (!offers.has('list')) throw notFound('There is no list of operations.');
    return { entries: toLedgerView(findAccepted(simulator, query), ledger.posts).entries };
  });

  server.delete('/ledger', async () => {
    if (!config.admin)
      throw new WireError(403, { error: { message: 'SIMULATOR_ADMIN is not set', code: 'forbidden' } });
    operations.reset();
    await ledger.clear();
    return {};
  });
}

function findAccepted({ ledger }: Simulator, { since, attempt, model }: LedgerQuery): Operation[] {
  const sinceMs = since === undefined ? 0 : readTime(since);
  return [...ledger.operations.values()].filter(
    (operation) =>
      operation.acceptedAtMs >= sinceMs &&
      (attempt === undefined || operation.labels['attempt'] === attempt) &&
      (model === undefined || operation.model === model),
  );
}

function serveOffers(server: FastifyInstance, { offers }: Simulator): void {
  server.get('/offers', () => offers.list());

  server.put('/offers', ({ body }) => {
    const parsed = offersSchema.safeParse(body);
    if (!parsed.success) throw invalidArgument(z.prettifyError(parsed.error));
    offers.replace(parsed.data);
    return offers.list();
  });

  server.delete('/offers', () => {
    offers.reset();
    return offers.list();
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
