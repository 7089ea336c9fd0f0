import { join } from 'node:path';
import type { SimulatorConfig } from './config';
import { FaultBook } from './faults/fault-book';
import { Journal } from './ledger/journal';
import { Ledger } from './ledger/ledger';
import type { LedgerRow } from './ledger/ledger-row';
import { BlobStore } from './media/blob-store';
import { createRenderer } from './media/create-renderer';
import { Studio } from './media/studio';
import { Offers } from './offers/offers';
import { Admission } from './operations/admission';
import { fileIdOf } from './operations/operation';
import { Operations } from './operations/operations';
import { SigningKey } from './webhooks/signing-key';
import { vendorWebhooks } from './vendors/vendor-webhooks';
import { WebhookSender } from './webhooks/webhook-sender';

/** All that the routes work with. */
export interface Simulator {
  config: SimulatorConfig;
  ledger: Ledger;
  blobs: BlobStore;
  studio: Studio;
  faults: FaultBook;
  offers: Offers;
  signingKey: SigningKey;
  webhooks: WebhookSender;
  operations: Operations;
  admission: Admission;
  now: () => number;
  close: () => Promise<void>;
}

// More renderings at once than a small machine has cores only make each of them later.
const RENDERINGS_AT_ONCE = 2;

/** Reads what a former process left in the data directory and goes on from there. */
export async function openSimulator(config: SimulatorConfig): Promise<Simulator> {
  const now = Date.now;
  const journal = await Journal.open<LedgerRow>(join(config.dataDir, 'ledger.jsonl'));
  const ledger = new Ledger(journal, fileIdOf);
  const blobs = new BlobStore(join(config.dataDir, 'blobs'));
  const studio = new Studio({
    directory: join(config.dataDir, 'media'),
    ...createRenderer(config, blobs),
    width: RENDERINGS_AT_ONCE,
  });
  const faults = new FaultBook(config.faults);
  const offers = new Offers(config.offers);
  const signingKey = new SigningKey(join(config.dataDir, 'signing-key.json'));
  const { timeScale } = config;
  const webhooks = new WebhookSender({
    ledger,
    faults,
    offers,
    key: signingKey,
    vendors: vendorWebhooks(),
    now,
    timeScale,
  });
  const operations = new Operations({
    ledger,
    make: (brief) => studio.make(brief),
    now,
    onEnded: (operation) => {
      webhooks.announce(operation);
    },
  });
  const admission = new Admission({ config, ledger, operations, offers, faults, now, random: Math.random });
  operations.resume();

  const close = async (): Promise<void> => {
    operations.stop();
    webhooks.stop();
    await journal.close();
  };
  return { config, ledger, blobs, studio, faults, offers, signingKey, webhooks, operations, admission, now, close };
}
