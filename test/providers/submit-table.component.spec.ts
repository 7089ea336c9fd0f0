import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@shared/contracts/ids';
import type { Provider } from '@shared/generation/providers/provider';
import { expectGeneratedDoc, toMarkdownTable } from '@shared/testing/generated-doc';
import { waitFor } from '@shared/testing/wait-for';
import { listSellers } from '@shared/vendors/adapters';
import type { ModelCapabilities } from '@shared/vendors/model-capabilities';
import { describeModels } from '@shared/vendors/vendor-env';
import { BARE_SDKS, type BareSdk } from './bare-sdks';
import { SimulatedVendors } from './simulated-vendors';
import { VENDOR_SUBMIT_FAULTS, type VendorSubmitFault } from './vendor-submit-faults';
import { sweep } from './sweep';
import { buildRequest } from './build-request';
import { parseVendorEnv, vendorAdapter } from './vendor-adapter';
import { vendorSettings } from './vendors-under-test';

const INTRODUCTION = `# One POST for each attempt

Counted at the simulator, through the official SDKs: how many POSTs arrive when one goes wrong, and what the adapter says of it.
\`WRITE_DOCS=1 npm run test:component -- test/providers/submit-table\` measures it anew. _refused_: nothing was created, another
attempt may follow. _ambiguous_: the work may exist and may be paid, so it is held and asked for, and never sent again by itself.
What follows from each, and every way in which a connection can break, is in [submit-outcomes.md](submit-outcomes.md).`;

const LEFT_ALONE = `## The same SDKs left alone

POSTs that arrive for one call with their defaults, each of which may be paid. _waits_: it knows no time-out.`;

/** One whose failure is told by its prompt, so that all can be tried at the same time. */
const promptOf = (name: string): string => `a lighthouse (${name})`;

describe('docs/one-post.md', () => {
  let vendors: SimulatedVendors;
  beforeAll(async () => {
    vendors = await SimulatedVendors.start();
    const faults = VENDOR_SUBMIT_FAULTS.map(({ name, fault }) => {
      return { match: { promptIncludes: promptOf(name) }, fault, times: 1000 };
    });
    await vendors.setFaults(...faults);
  });
  afterAll(() => vendors.close());

  it('says what one failed POST comes to with each adapter, and with the SDKs alone', async () => {
    const tables = (['text', 'image', 'video'] as const).map(async (kind) => {
      return `## ${TITLES[kind]}\n\n${await measureKind(vendors, kind)}`;
    });
    const kinds = await Promise.all(tables);
    // Behind them: its time-outs are real, and nothing else is to use them up.
    const page = [INTRODUCTION, ...kinds, LEFT_ALONE, await measureBareSdks(vendors)];
    await expectGeneratedDoc('one-post.md', page.join('\n\n'));
  });
});

type Kind = ModelCapabilities['kind'];
const TITLES: Record<Kind, string> = { text: 'Text', image: 'Images', video: 'Video' };

async function measureKind(vendors: SimulatedVendors, kind: Kind): Promise<string> {
  const subjects = listSubjects(vendors, kind);
  const rows = VENDOR_SUBMIT_FAULTS.map(async (fault) => {
    const cells = subjects.map(async (subject) => {
      const { posts, outcome } = await send(vendors, subject, fault);
      expect([subject.model.vendor, posts, outcome]).toEqual([subject.model.vendor, 1, fault.kind]);
      return `${posts}, ${outcome}`;
    });
    return [fault.name, ...(await Promise.all(cells))];
  });
  return toMarkdownTable(['one POST that ends in', ...listSellers(kind)], await Promise.all(rows));
}

interface Subject {
  model: ModelCapabilities;
  provider: Provider;
}

/** Every adapter that the product makes, as it makes it. */
function listSubjects({ url, store }: SimulatedVendors, kind: Kind): Subject[] {
  const settings = vendorSettings(url);
  return listSellers(kind).map((vendor) => {
    const isIt = (model: ModelCapabilities) => model.vendor === vendor && model.kind === kind;
    const known = describeModels(parseVendorEnv(settings));
    const model = known.find((one) => isIt(one) && one.lifecycle.phase !== 'retired');
    if (!model) throw new Error(`there is no ${kind} model of ${vendor} that could be asked`);
    return { model, provider: vendorAdapter<Kind>(kind, vendor, settings, store) };
  });
}

async function send(vendors: SimulatedVendors, { model, provider }: Subject, { name, fault }: VendorSubmitFault) {
  const attempt = newId('att');
  const timeout = new AbortController();
  const webhook = { url: 'http://127.0.0.1:1/hook', metadata: { film: 'film_1', attempt, token: 'token' } };
  const labels = { attempt, unit: 'unit-1', film: 'film_1' };
  const context = { labels, webhook, idempotencyKey: attempt, isStillMine: () => true, signal: timeout.signal };
  const body = await provider.compose(buildRequest(model, promptOf(name), vendors), timeout.signal);
  const submitted = provider.submit(body, context);
  if (fault === 'hang') {
    await waitFor(async () => (await vendors.countPosts(attempt)) > 0);
    // A time-out of minutes outlives whatever else nobody holds on to.
    sweep();
    timeout.abort(new DOMException('no answer came', 'TimeoutError'));
  }
  const { kind } = await submitted;
  return { posts: await vendors.countPosts(attempt), outcome: kind };
}

const BARE_FAULTS = ['400', '409', '429', '500', '503', 'reset', 'time-out'] as const;

async function measureBareSdks(vendors: SimulatedVendors): Promise<string> {
  const rows = Object.entries(BARE_SDKS).map(async ([name, sdk]) => {
    const cells = BARE_FAULTS.map((fault) => countBarePosts(vendors, sdk, fault));
    return [name, ...(await Promise.all(cells))];
  });
  return toMarkdownTable(['one call', ...BARE_FAULTS], await Promise.all(rows));
}

async function countBarePosts(vendors: SimulatedVendors, { call, timesOut }: BareSdk, fault: string): Promise<string> {
  if (fault === 'time-out' && !timesOut) return 'waits';
  const attempt = newId('att');
  const timeoutMs = fault === 'time-out' ? 2000 : 60_000;
  const called = call({ url: vendors.url, attempt, prompt: promptOf(fault), timeoutMs });
  await expect(called).rejects.toThrow();
  return String(await vendors.countPosts(attempt));
}
