import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { StaticWebhook } from '../ledger/ledger-row';
import type { Simulator } from '../simulator';
import { invalidArgument, notFound } from '../wire/wire-error';

type ById = { Params: { id: string } };

const createSchema = z.looseObject({
  name: z.string().default(''),
  uri: z.url(),
  subscribed_events: z.array(z.string()).min(1),
});

/** Addresses that are registered once, for every operation that names none of its own. */
export function serveWebhooks(server: FastifyInstance, simulator: Simulator): void {
  const { ledger, now } = simulator;

  server.post('/webhooks', async ({ body }) => {
    const parsed = createSchema.safeParse(body);
    if (!parsed.success) throw invalidArgument(z.prettifyError(parsed.error));
    const { name, uri, subscribed_events: events } = parsed.data;
    const id = randomBytes(9).toString('hex');
    const webhook = { id, name, uri, events, secrets: [newSecret()], createdAtMs: now() };
    await ledger.write({ row: 'webhook', webhook });
    return { ...toView(webhook), new_signing_secret: webhook.secrets[0] };
  });

  server.get('/webhooks', () => ({ webhooks: [...ledger.webhooks.values()].map(toView) }));
  server.get<ById>('/webhooks/:id', ({ params }) => toView(find(simulator, params.id)));

  server.delete<ById>('/webhooks/:id', async ({ params }) => {
    await ledger.write({ row: 'webhook-deleted', id: find(simulator, params.id).id });
    return {};
  });

  server.post<ById>('/webhooks/:id/rotate_secret', async ({ params }) => {
    const webhook = find(simulator, params.id);
    const secrets = [newSecret(), ...webhook.secrets.slice(0, 1)];
    await ledger.write({ row: 'webhook', webhook: { ...webhook, secrets } });
    return { secret: secrets[0] };
  });
}

function find({ ledger }: Simulator, id: string): StaticWebhook {
  const webhook = ledger.webhooks.get(id);
  if (webhook === undefined) throw notFound(`Webhook ${id} was not found.`);
  return webhook;
}

function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

function toView({ id, name, uri, events, createdAtMs }: StaticWebhook): Record<string, unknown> {
  const create_time = new Date(createdAtMs).toISOString();
  return { id, name, uri, subscribed_events: events, state: 'enabled', create_time };
}
