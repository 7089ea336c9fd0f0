import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENDS_AS } from '@shared/contracts/error-codes';
import { AppError } from '@shared/errors/app-error';
import type { CreateInteraction } from '@shared/gemini/interaction';
import { InteractionProvider } from '@shared/gemini/interaction-provider';
import type { AttemptStatus } from '@shared/generation/attempts/attempt-state';
import type { SubmitOutcome } from '@shared/generation/providers/provider';
import { expectGeneratedDoc, toMarkdownTable } from '@shared/testing/generated-doc';
import { setUpGeneration } from '@shared/testing/generation-bench';
import { waitFor } from '@shared/testing/wait-for';
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

function isSilent({ to, code }: SubmitFault): boolean {
  return to === 'no handshake' || code === 'PROVIDER_TIMEOUT';
}

async function submit(fault: SubmitFault, attempt: string) {
  const probe = new Probe({ apiKey: 'key', baseUrl: addressFor(fault) });
  return probe.submit(await probe.compose(fault.name), {
    labels: { attempt, unit: 'unit-1', film: 'film_1' },
    idempotencyKey: attempt,
    isStillMine: () => true,
    // What ends by itself has the time that a busy machine needs.
    signal: AbortSignal.timeout(isSilent(fault) ? 1_000 : 20_000),
  });
}

const PAGE = `# What came of a submit

Written by \`test/providers/submit-outcomes.component.spec.ts\` from what it tries; \`WRITE_DOCS=1 npm run test:component -- submit-outcomes\` renews it.

An attempt sends one POST: the SDK repeats nothing, no redirect is followed, and the connection is its own, so that it is known
whether there ever was one. What came of it is one of four. Here one adapter meets every way in which an HTTP exchange can go;
[one-post.md](one-post.md) counts what each adapter sends.`;

const WHAT_FOLLOWS: Outcome[] = [
  {
    kind: 'accepted',
    when: 'a readable 2xx that names the operation',
    status: 'running',
    ledger: ['hold'],
    next: 'it is polled; its price is captured by what the provider reports',
  },
  {
    kind: 'refused',
    when: 'a 4xx, save 408: nothing was created',
    status: 'rejected',
    ledger: ['hold', 'release'],
    next: 'another attempt, where the [error](errors.md) allows it',
  },
  {
    kind: 'not-sent',
    when: 'there never was a connection: not a byte has left',
    status: 'reserved',
    ledger: ['hold'],
    next: 'the same attempt is sent later',
  },
  {
    kind: 'ambiguous',
    when: 'anything else: it may have been accepted, and may be paid',
    status: 'unknown',
    ledger: ['hold'],
    next: 'the provider is asked, by what it offers; then policy. Never a blind repeat',
  },
];

interface Outcome {
  kind: SubmitFault['kind'];
  when: string;
  status: AttemptStatus;
  ledger: string[];
  next: string;
}

function answerOf({ kind }: Outcome): SubmitOutcome {
  const error = new AppError('PROVIDER_REJECTED', 'no');
  if (kind === 'accepted') return { kind, operationId: 'op' };
  if (kind === 'not-sent') return { kind, error: new AppError('PROVIDER_UNAVAILABLE', 'nobody listens') };
  return { kind: kind === 'refused' ? 'refused' : 'ambiguous', error };
}

describe('one submit', () => {
  it.each(SUBMIT_FAULTS)('is sent once and called $kind: $name', async (fault) => {
    const attempt = `att_${SUBMIT_FAULTS.indexOf(fault)}`;
    const outcome = await submit(fault, attempt);
    const code = 'error' in outcome ? outcome.error.code : null;
    expect([outcome.kind, code]).toEqual([fault.kind, fault.code]);
    expect(faulty.posts.get(attempt) ?? 0).toBe(fault.posts);
    if (outcome.kind === 'refused') expect(ENDS_AS[outcome.error.code]).toContain('rejected');
  });

  it.each(WHAT_FOLLOWS)('that is $kind leaves its attempt $status and its price $ledger', async (outcome) => {
    const bench = await setUpGeneration();
    try {
      bench.provider.onSubmit = () => answerOf(outcome);
      bench.provider.onPoll = () => ({ kind: 'running' });
      await bench.order(1);
      bench.startWorker();
      const statusIs = `SELECT 1 FROM attempts WHERE status = '${outcome.status}' AND submitted_at IS NOT NULL`;
      await waitFor(async () => (await bench.db.query<unknown[]>(statusIs)).length === 1);
      const ledger = await bench.db.query<{ change: string }[]>('SELECT change FROM ledger ORDER BY id');
      expect(ledger.map(({ change }) => change)).toEqual(outcome.ledger);
      expect(new Set(bench.provider.submitted).size).toBe(1);
    } finally {
      await bench.tearDown();
    }
  });

  it('is told of in the docs as it was found here', async () => {
    const outcomes = toMarkdownTable(
      ['Outcome', 'When', 'The attempt is', 'The ledger says', 'Then'],
      WHAT_FOLLOWS.map(({ kind, when, status, ledger, next }) => [
        kind,
        when,
        `\`${status}\``,
        ledger.join(', '),
        next,
      ]),
    );
    const faults = toMarkdownTable(
      ['What happens', 'POSTs that arrive', 'Outcome', 'Error'],
      SUBMIT_FAULTS.map(({ name, posts, kind, code }) => [name, String(posts), kind, code ? `\`${code}\`` : '']),
    );
    await expectGeneratedDoc('submit-outcomes.md', [PAGE, outcomes, '## Every way', faults].join('\n\n'));
  });
});
