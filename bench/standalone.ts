import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const BOOTSTRAP = new URL('../scripts/bootstrap.mjs', import.meta.url).pathname;

export interface Reelwright extends AsyncDisposable {
  /** Milliseconds from the order to the finished film, by the gateway's own times. */
  makeFilm(order: object): Promise<number>;
}

export interface StandaloneOptions {
  planMs: number;
  imageMs: number;
  /** As the simulator reads it: milliseconds, or `lognormal:<median>:<p99>`. */
  clipLatency: string;
  /** Clips that the provider takes at once; images are not held back. */
  slots: number;
}

/** The standalone as `npm start` starts it, with its simulator, on a data directory of its own, with small cached media and fixed latencies. */
export async function startStandalone({ planMs, imageMs, clipLatency, slots }: StandaloneOptions): Promise<Reelwright> {
  const data = await mkdtemp(join(tmpdir(), 'reelwright-bench-'));
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    TIME_SCALE: '0.1',
    SIMULATOR_TIME_SCALE: '1',
    SIMULATOR_MEDIA: 'cached',
    SIMULATOR_TEXT_LATENCY: String(planMs),
    SIMULATOR_IMAGE_LATENCY: String(imageMs),
    SIMULATOR_VIDEO_LATENCY: clipLatency,
    SIMULATOR_FILE_LATENCY: '0',
    PROVIDER_MAX_IN_FLIGHT: '100',
    CLIPPER_PROVIDER_MAX_IN_FLIGHT: String(slots),
    PROVIDER_MAX_PER_MINUTE: '100000',
  };
  const args = [BOOTSTRAP, 'start', '--data', data, '--port', String(port)];
  const child = spawn(process.execPath, args, { env, stdio: 'ignore' });
  await untilServing(url);
  await untilIdle(url);
  return {
    makeFilm: (order) => makeFilm(url, order),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function makeFilm(url: string, order: object): Promise<number> {
  const body = JSON.stringify(order);
  const answer = await fetch(`${url}/v1/films`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  if (answer.status !== 202) throw new Error(`The order was answered ${answer.status}: ${await answer.text()}`);
  const { links } = (await answer.json()) as { links: { self: string } };
  for (;;) {
    const film = (await (await fetch(url + links.self)).json()) as {
      createdAt: string;
      finishedAt: string | null;
      status: string;
      links: Pictures;
    };
    if (film.status === 'succeeded' && film.finishedAt !== null) {
      await untilIllustrated(url, film.links);
      return Date.parse(film.finishedAt) - Date.parse(film.createdAt);
    }
    if (film.finishedAt !== null) throw new Error(`The film ended as ${film.status}`);
    await wait(250);
  }
}

interface Pictures {
  contactSheet: string;
  preview: string;
  thumbnails: string;
}

// Pictures are made of a film when it is finished: the next film would share the machine with that.
async function untilIllustrated(url: string, { contactSheet, preview, thumbnails }: Pictures): Promise<void> {
  const until = Date.now() + 60_000;
  for (const link of [contactSheet, preview, thumbnails]) {
    while (!(await fetch(url + link)).ok) {
      if (Date.now() > until) throw new Error(`${url}${link} is not made`);
      await wait(250);
    }
  }
}

async function untilServing(url: string): Promise<void> {
  const until = Date.now() + 60_000;
  for (;;) {
    const ready = await fetch(`${url}/health/ready`).catch(() => null);
    if (ready?.ok) return;
    if (Date.now() > until) throw new Error(`${url} does not serve`);
    await wait(100);
  }
}

// The sample film that every first start makes would take slots from the measured one.
async function untilIdle(url: string): Promise<void> {
  for (;;) {
    const { data } = (await (await fetch(`${url}/v1/films`)).json()) as { data: { finishedAt: string | null }[] };
    if (data.length > 0 && data.every(({ finishedAt }) => finishedAt !== null)) return;
    await wait(250);
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
