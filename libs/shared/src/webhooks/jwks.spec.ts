import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { Clock } from '@shared/clock/clock';
import { Jwks } from './jwks';

class HandClock extends Clock {
  ms = 1_000_000;
  now(): Date {
    return new Date(this.ms);
  }
}

const jwk = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });

async function setup() {
  const state = { kids: ['k1'], status: 200, asked: 0 };
  const server = createServer((_request, response) => {
    state.asked += 1;
    const keys = state.kids.map((kid) => ({ ...jwk, kid }));
    response.writeHead(state.status).end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const clock = new HandClock();
  const jwks = new Jwks({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, clock });
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { state, clock, jwks, [Symbol.asyncDispose]: close };
}

describe('Jwks', () => {
  it('asks once for many, and again for a name that is new', async () => {
    await using bundle = await setup();
    const { jwks, clock, state } = bundle;
    const found = await Promise.all(Array.from({ length: 20 }, () => jwks.find('k1')));
    expect(found.every((key) => key !== null)).toBe(true);
    expect(state.asked).toBe(1);
    state.kids = ['k1', 'k2'];
    clock.ms += 31_000;
    expect(await jwks.find('k2')).not.toBeNull();
    expect(state.asked).toBe(2);
  });

  it('does not ask for each name that a stranger makes up', async () => {
    await using bundle = await setup();
    for (let i = 0; i < 50; i++) expect(await bundle.jwks.find(`made-up-${i}`)).toBeNull();
    expect(bundle.state.asked).toBe(1);
  });

  it('goes on with the keys that it has while nobody answers, and says so when it never had any', async () => {
    await using bundle = await setup();
    const { jwks, clock, state } = bundle;
    state.status = 500;
    await expect(jwks.find('k1')).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
    state.status = 200;
    clock.ms += 31_000;
    expect(await jwks.find('k1')).not.toBeNull();
    state.status = 500;
    clock.ms += 7_200_000;
    expect(await jwks.find('k1')).not.toBeNull();
  });
});
