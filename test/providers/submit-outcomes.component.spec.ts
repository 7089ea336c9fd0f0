import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CreateInteraction, InteractionProvider } from '@shared/gemini/interaction-provider';
import { type FaultyServer, type Misdeed, startFaultyServer, startMuteServer } from './faulty-server';
import { SUBMIT_FAULTS, type SubmitFault } from './submit-faults';

/** The SDK and the adapter as they are, around a body that says what is to happen to it. */
class Probe extends InteractionProvider<string> {
  protected readonly inputs = ['prompt'];

  async compose(fault: string): Promise<CreateInteraction> {
    return { model: 'gemini-3.8-flash', input: fault };
  }

  protected readResult(): null {
    return null;
  }

  protected costOf(): number {
    return 0;
  }
}

const misdeeds = Object.fromEntries(
  SUBMIT_FAULTS.flatMap(({ name, misdeed }): [string, Misdeed][] => (misdeed ? [[name, misdeed]] : [])),
);

let faulty: FaultyServer;
let resetting: Omit<FaultyServer, 'posts'>;
let hanging: Omit<FaultyServer, 'posts'>;

beforeAll(async () => {
  [faulty, resetting, hanging] = await Promise.all([
    startFaultyServer(misdeeds),
    startMuteServer('resets'),
    startMuteServer('hangs'),
  ]);
});

afterAll(() => Promise.all([faulty, resetting, hanging].map((server) => server.close())));

function addressFor({ to }: SubmitFault): string {
  switch (to) {
    case undefined:
      return faulty.url;
    case 'nobody':
      return 'http://127.0.0.1:1';
    case 'no such name':
      return 'http://provider.invalid';
    case 'no TLS':
      return faulty.url.replace('http:', 'https:');
    case 'no handshake':
      return hanging.url.replace('http:', 'https:');
    case 'reset':
      return resetting.url;
    case 'mute':
      return hanging.url;
  }
}

async function submit(fault: SubmitFault, attempt: string) {
  const probe = new Probe({ apiKey: 'key', baseUrl: addressFor(fault) });
  return probe.submit(await probe.compose(fault.name), {
    labels: { attempt, unit: 'unit-1', film: 'film_1' },
    idempotencyKey: attempt,
    isStillMine: () => true,
    signal: AbortSignal.timeout(1000),
  });
}

describe('one submit', () => {
  it.each(SUBMIT_FAULTS)('is sent once and called $kind: $name', async (fault) => {
    const attempt = `att_${SUBMIT_FAULTS.indexOf(fault)}`;
    const outcome = await submit(fault, attempt);
    const code = 'error' in outcome ? outcome.error.code : null;
    expect([outcome.kind, code]).toEqual([fault.kind, fault.code]);
    expect(faulty.posts.get(attempt) ?? 0).toBe(fault.posts);
  });
});
