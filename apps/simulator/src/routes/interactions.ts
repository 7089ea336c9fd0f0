import type { FastifyInstance } from 'fastify';
import { type InteractionRequest, parseInteractionRequest, toInteractionBrief } from '../briefs/brief-from-interaction';
import type { Operation, WebhookConfig } from '../operations/operation';
import { strikePoll } from '../faults/strike-poll';
import { invalidRequest, unknownInteraction } from '../wire/wire-error';
import type { Simulator } from '../simulator';
import { toInteractionView } from './interaction-view';

type ById = { Params: { id: string } };

export function serveInteractions(server: FastifyInstance, simulator: Simulator): void {
  server.post('/interactions', ({ body, headers }) => {
    const key = headers['idempotency-key'];
    return createInteraction(simulator, body, typeof key === 'string' ? key : undefined);
  });

  server.get<ById>('/interactions/:id', async ({ params }) => {
    const operation = findInteraction(simulator, params.id);
    await strikePoll(simulator, operation);
    return toInteractionView(simulator, operation);
  });

  server.post<ById>('/interactions/:id/cancel', async ({ params }) => {
    const operation = findInteraction(simulator, params.id);
    if (!operation.background) throw invalidRequest('Only background interactions can be cancelled.');
    await simulator.operations.end(operation, 'cancelled');
    return toInteractionView(simulator, operation);
  });

  server.delete<ById>('/interactions/:id', async ({ params }) => {
    const operation = findInteraction(simulator, params.id);
    await simulator.operations.end(operation, 'cancelled');
    await simulator.ledger.write({ row: 'deleted', id: operation.id, atMs: simulator.now() });
    return {};
  });
}

async function createInteraction(simulator: Simulator, rawBody: unknown, idempotencyKey?: string): Promise<unknown> {
  const { admission, blobs, ledger, operations } = simulator;
  admission.countPost((rawBody as { labels?: unknown } | null)?.labels);
  const request = parseInteractionRequest(rawBody);
  const { model, labels, background } = request;
  const kind = admission.findKind(model, 'createInteraction');
  const brief = await toInteractionBrief(request, kind, { blobs, ledger, reject: invalidRequest });

  const operation = await admission.accept({
    surface: 'interaction',
    model,
    labels,
    background,
    rawBody,
    brief,
    idempotencyKey,
    webhook: request.webhook_config && toWebhook(request.webhook_config),
    outputPrefix: request.response_format?.gcs_uri,
  });
  if (!background) await operations.whenEnded(operation);
  return toInteractionView(simulator, operation);
}

function toWebhook({ uris, user_metadata }: NonNullable<InteractionRequest['webhook_config']>): WebhookConfig {
  return { uris, userMetadata: user_metadata };
}

function findInteraction({ operations }: Simulator, id: string): Operation {
  const operation = operations.find(id);
  if (operation?.surface !== 'interaction') throw unknownInteraction(id);
  return operation;
}
