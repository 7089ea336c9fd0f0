import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@shared/testing/wait-for';
import { verifyJwt } from '@shared/webhooks/jwt-signature';
import { isSigned } from '@shared/webhooks/standard-webhooks';
import { aSimulator, type RunningSimulator } from '../../test/running-simulator';
import { listenToWebhooks } from '../../test/webhook-listener';

const REQUEST = { model: 'gemini-3.8-flash', input: 'Say something', background: true, labels: { attempt: 'a1' } };
const JSON_TYPE = { 'content-type': 'application/json' };

const send = (simulator: RunningSimulator, path: string, body: object, method = 'POST') =>
  fetch(simulator.url + path, {
    method,
    headers: { ...JSON_TYPE, 'x-goog-api-key': 'any' },
    body: JSON.stringify(body),
  });

async function create(simulator: RunningSimulator, changes: object = {}, headers: Record<string, string> = {}) {
  const response = await fetch(`${simulator.url}/v1beta/interactions`, {
    method: 'POST',
    headers: { ...JSON_TYPE, 'x-goog-api-key': 'any', ...headers },
    body: JSON.stringify({ ...REQUEST, ...changes }),
  });
  return { status: response.status, ...((await response.json()) as { id?: string }) };
}

const ask = async (simulator: RunningSimulator, path: string) => {
  const response = await fetch(simulator.url + path);
  return response.ok ? ((await response.json()) as Record<string, unknown>) : response.status;
};

describe('what the simulator offers to who lost an answer', () => {
  it('gives the same operation for the same key, and takes no other request under it', async () => {
    await using simulator = await aSimulator({ SIMULATOR_OFFERS: 'idempotency' });
    const key = { 'idempotency-key': 'a1' };
    await simulator.setFaults([{ fault: 'accept-then-drop' }]);
    await expect(create(simulator, {}, key)).rejects.toThrow();
    const again = await Promise.all([create(simulator, {}, key), create(simulator, {}, key)]);
    await simulator.restart();
    again.push(await create(simulator, {}, key));
    expect(new Set(again.map(({ id }) => id)).size).toBe(1);
    expect(await create(simulator, { input: 'Say something else' }, key)).toMatchObject({ status: 400 });
    expect(await simulator.ledger()).toMatchObject({ totals: { count: 1 }, posts: { a1: 5 } });
  });

  it('buys again under the same key where that is withheld', async () => {
    await using simulator = await aSimulator({ SIMULATOR_OFFERS: 'none' });
    for (let i = 0; i < 2; i++) await create(simulator, {}, { 'idempotency-key': 'a1' });
    expect((await simulator.ledger()).totals.count).toBe(2);
  });

  it('lists operations and outputs, or has no such lists', async () => {
    await using simulator = await aSimulator();
    expect(await (await send(simulator, '/simulator/offers', ['list', 'prefix'], 'PUT')).json()).toEqual([
      'list',
      'prefix',
    ]);
    const { id } = await create(simulator, { response_format: { type: 'text', gcs_uri: 'gs://b/attempts/a1/' } });
    await create(simulator, { labels: { attempt: 'a2' } });
    const recent = '/simulator/recent?attempt=a1';
    const outputs = '/storage/v1/b/b/o?prefix=attempts/a1/';
    expect(await ask(simulator, recent)).toMatchObject({ entries: [{ id }] });
    await waitFor(async () => 'items' in Object(await ask(simulator, outputs)));
    expect(await ask(simulator, outputs)).toMatchObject({ items: [{ name: `attempts/a1/${id}/sample_0.txt` }] });
    await send(simulator, '/simulator/offers', [], 'PUT');
    expect([await ask(simulator, recent), await ask(simulator, outputs)]).toEqual([404, 404]);
  });

  it('tells the end at the address in the request, under a key that it shows, until it is taken', async () => {
    await using listener = await listenToWebhooks({ refusals: 2 });
    await using simulator = await aSimulator({ SIMULATOR_TIME_SCALE: '0.001' });
    const webhook_config = { uris: [listener.url], user_metadata: { film: 'f1' } };
    const { id } = await create(simulator, { webhook_config });
    const [first, , third] = await waitFor(() => (listener.heard.length === 3 ? listener.heard : null));
    expect(first?.headers.id).toBe(third?.headers.id);
    expect(JSON.parse(third?.body ?? '')).toMatchObject({
      type: 'interaction.completed',
      version: 'v1',
      data: { id },
      user_metadata: { film: 'f1' },
    });
    const { keys } = (await ask(simulator, '/.well-known/jwks.json')) as { keys: [{ kid: string }] };
    const findKey = async (kid: string) =>
      kid === keys[0].kid ? createPublicKey({ key: keys[0], format: 'jwk' }) : null;
    const rules = { audience: listener.url, now: new Date(), findKey };
    expect(await verifyJwt(third?.headers.signature ?? '', rules)).toMatchObject({
      kind: 'genuine',
      claims: { data: { id } },
    });
  });

  it('tells the end at a registered address, signed with both secrets after a change', async () => {
    await using listener = await listenToWebhooks();
    await using simulator = await aSimulator();
    const registration = { name: 'all', uri: listener.url, subscribed_events: ['interaction.completed'] };
    const { id, new_signing_secret: before } = (await (
      await send(simulator, '/v1/webhooks', registration)
    ).json()) as Record<string, string>;
    const { secret: after } = (await (await send(simulator, `/v1/webhooks/${id}/rotate_secret`, {})).json()) as Record<
      string,
      string
    >;
    await create(simulator);
    const [heard] = await waitFor(() => (listener.heard.length > 0 ? listener.heard : null));
    const holds = [before, after].map(
      (secret) => heard !== undefined && isSigned(heard.headers, heard.body, [secret ?? '']),
    );
    expect(holds).toEqual([true, true]);
  });
});

describe('a download that is not what was ordered', () => {
  it.each([
    ['html', { status: 200, type: 'text/html; charset=UTF-8', encoding: null }],
    ['huge', { status: 200, type: 'video/mp4', encoding: null }],
    ['gzip-bomb', { status: 200, type: 'video/mp4', encoding: 'gzip' }],
    ['redirect-private', { status: 302, type: null, encoding: null }],
    ['expired', { status: 403, type: 'application/json; charset=UTF-8', encoding: null }],
  ])('is %s', async (fault, expected) => {
    await using simulator = await aSimulator({ SIMULATOR_MEDIA: 'cached', SIMULATOR_FILE_LATENCY: '0' });
    const { id = '' } = await create(simulator, {
      model: 'gemini-omni-1.2-flash',
      response_format: { type: 'video', delivery: 'uri' },
    });
    await waitFor(async () => (await simulator.ledger()).entries[0]?.status === 'completed');
    await simulator.setFaults([{ fault, match: { operation: 'download' } }]);
    const url = `${simulator.url}/v1beta/files/${id.slice(-12)}:download?alt=media`;
    const response = await fetch(url, { headers: { 'x-goog-api-key': 'any' }, redirect: 'manual' });
    const { status, headers } = response;
    expect({ status, type: headers.get('content-type'), encoding: headers.get('content-encoding') }).toEqual(expected);
    await response.body?.cancel();
  });
});
