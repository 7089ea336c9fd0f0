/* eslint-disable max-lines-per-function -- A describe block is one function; its length says nothing. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { describeKeys } from './artifact-keys.contract';
import { breakingStream, endlessStream, longStream } from './streams';
import { watchPeakMemory } from './watch-peak-memory';

const MIB = 1024 * 1024;

export interface StoreUnderTest {
  store: ArtifactStore;
  /** What an interrupted upload of this key left behind: temporary files, unfinished multipart uploads. */
  listLeftovers(key: string): Promise<string[]>;
  dispose(): Promise<void>;
}

/** The promises of ArtifactStore, tried on one adapter. */
export function describeArtifactStore(name: string, setup: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    let bench: StoreUnderTest;
    let folder: string;
    let lastKey = 0;
    const freshKey = () => `t/tnt_1/films/film_1/clips/att_${++lastKey}.mp4`;
    const video = { mediaType: 'video/mp4' };

    beforeAll(async () => {
      bench = await setup();
      await bench.store.prepare();
      folder = await mkdtemp(join(tmpdir(), 'artifact-contract-'));
    });

    afterAll(async () => {
      await rm(folder, { recursive: true, force: true });
      await bench.dispose();
    });

    const read = async (key: string, range?: { start: number; end?: number }) => {
      const { stream } = await bench.store.open(key, range);
      return (await buffer(stream)).toString('utf8');
    };

    describe('putting', () => {
      it('returns the key, length and SHA-256 of what went in', async () => {
        const key = freshKey();
        const ref = await bench.store.put(key, Readable.from([Buffer.from('ab'), Buffer.from('c')]), video);
        expect(ref).toEqual({ key, sha256: sha256('abc'), bytes: 3, mediaType: 'video/mp4' });
        expect(await read(key)).toBe('abc');
      });

      it('takes bytes in memory and an empty source as well', async () => {
        const key = freshKey();
        expect(await bench.store.put(key, Buffer.from('bytes'), video)).toMatchObject({ bytes: 5 });
        expect(await bench.store.put(key, Readable.from([]), video)).toMatchObject({ bytes: 0, sha256: sha256('') });
        expect(await read(key)).toBe('');
      });

      it('takes a file, and what need not outlive the power', async () => {
        const key = freshKey();
        await writeFile(join(folder, 'given'), 'samples');
        const ref = await bench.store.putFile(key, join(folder, 'given'), { ...video, durable: false });
        expect(ref).toEqual({ key, sha256: sha256('samples'), bytes: 7, mediaType: 'video/mp4' });
        expect(await read(key)).toBe('samples');
      });

      it('replaces what was there under the same key', async () => {
        const key = freshKey();
        await bench.store.put(key, Buffer.from('old'), video);
        await bench.store.put(key, Buffer.from('newer'), video);
        expect(await read(key)).toBe('newer');
        expect(await bench.store.stat(key)).toEqual({ bytes: 5 });
      });

      it.each([0, 1, 8 * MIB, 17 * MIB])('keeps every byte of a stream of %d bytes', async (bytes) => {
        const key = freshKey();
        const ref = await bench.store.put(key, longStream(bytes), { ...video, bytes });
        expect(ref.bytes).toBe(bytes);
        await bench.store.download(ref, join(folder, 'whole'));
        expect((await stat(join(folder, 'whole'))).size).toBe(bytes);
      });

      it('leaves one whole artifact when several put the same key at once', async () => {
        const key = freshKey();
        const writers = ['1', '2', '3', '4'].map((digit) => {
          const chunk = Buffer.alloc(MIB, digit);
          return bench.store.put(key, Readable.from(Array.from({ length: 10 }, () => chunk)), video);
        });
        const refs = await Promise.all(writers);
        const { stream } = await bench.store.open(key);
        expect(refs.map((ref) => ref.sha256)).toContain(sha256(await buffer(stream)));
      });

      it('does not grow with what it streams', async () => {
        await bench.store.put(freshKey(), longStream(24 * MIB), video);
        const before = process.memoryUsage.rss();
        const peak = watchPeakMemory();
        await bench.store.put(freshKey(), longStream(64 * MIB), video);
        expect(peak.stop() - before).toBeLessThan(32 * MIB);
      });
    });

    describe('a put that fails', () => {
      const expectNothing = async (key: string) => {
        expect(await bench.store.stat(key)).toBeNull();
        expect(await bench.listLeftovers(key)).toEqual([]);
      };

      it.each([0, 3 * MIB, 20 * MIB])('leaves nothing when the source breaks after %d bytes', async (bytes) => {
        const key = freshKey();
        const failure = Object.assign(new Error('line cut'), { code: 'ECONNRESET', syscall: 'read' });
        await expect(bench.store.put(key, breakingStream(bytes, failure), video)).rejects.toBe(failure);
        await expectNothing(key);
      });

      it('leaves nothing when the source is shorter than it promised', async () => {
        const key = freshKey();
        const putting = bench.store.put(key, Readable.from([Buffer.from('abc')]), { ...video, bytes: 4 });
        await expect(putting).rejects.toMatchObject({
          code: 'MEDIA_INVALID',
          details: { expectedBytes: 4, gotBytes: 3 },
        });
        await expectNothing(key);
      });

      it('leaves nothing when it is cancelled, and says so', async () => {
        const key = freshKey();
        const controller = new AbortController();
        const source = endlessStream(12 * MIB, () => {
          controller.abort();
        });
        const putting = bench.store.put(key, source, { ...video, signal: controller.signal });
        await expect(putting).rejects.toMatchObject({ code: 'CANCELLED' });
        expect(source.destroyed).toBe(true);
        await expectNothing(key);
      });

      it('leaves nothing of bytes in memory that were cancelled before, nor of a file that is not there', async () => {
        const key = freshKey();
        const cancelled = bench.store.put(key, Buffer.from('x'), { ...video, signal: AbortSignal.abort() });
        await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
        const missing = bench.store.putFile(key, join(folder, 'nowhere'), video);
        await expect(missing).rejects.toMatchObject({ code: 'ENOENT' });
        await expectNothing(key);
      });

      it('keeps the artifact that was there before', async () => {
        const key = freshKey();
        await bench.store.put(key, Buffer.from('first'), video);
        await expect(bench.store.put(key, breakingStream(MIB, new Error('cut')), video)).rejects.toThrow('cut');
        expect(await read(key)).toBe('first');
      });
    });

    describe('opening', () => {
      it.each([
        [{ start: 0, end: 0 }, '0', 1],
        [{ start: 2, end: 4 }, '234', 3],
        [{ start: 7 }, '789', 3],
        [{ start: 5, end: 99 }, '56789', 5],
      ])('gives the bytes of range %j', async (range, text, bytes) => {
        const key = freshKey();
        await bench.store.put(key, Buffer.from('0123456789'), video);
        const opened = await bench.store.open(key, range);
        expect((await buffer(opened.stream)).toString()).toBe(text);
        expect(opened).toMatchObject({ bytes, totalBytes: 10 });
      });

      it('refuses a range that begins after the end and says how long the artifact is', async () => {
        const key = freshKey();
        await bench.store.put(key, Buffer.from('0123456789'), video);
        await expect(bench.store.open(key, { start: 10 })).rejects.toMatchObject({
          code: 'INVALID_INPUT',
          details: { totalBytes: 10 },
        });
      });

      it('says that an artifact is missing', async () => {
        await expect(bench.store.open(freshKey())).rejects.toMatchObject({ code: 'ARTIFACT_MISSING' });
        expect(await bench.store.stat(freshKey())).toBeNull();
      });
    });

    describe('downloading', () => {
      it('writes the bytes to a file', async () => {
        const ref = await bench.store.put(freshKey(), Buffer.from('content'), video);
        await bench.store.download(ref, join(folder, 'copy'));
        expect(await readFile(join(folder, 'copy'), 'utf8')).toBe('content');
      });

      it('refuses bytes with another hash and leaves no file', async () => {
        const ref = await bench.store.put(freshKey(), Buffer.from('content'), video);
        const downloading = bench.store.download({ ...ref, sha256: sha256('other') }, join(folder, 'wrong'));
        await expect(downloading).rejects.toMatchObject({
          code: 'MEDIA_INVALID',
          details: { expected: { sha256: sha256('other') }, got: { sha256: sha256('content') } },
        });
        await expect(stat(join(folder, 'wrong'))).rejects.toMatchObject({ code: 'ENOENT' });
      });
    });

    describe('removing', () => {
      it('removes one artifact, and does not mind when there is none', async () => {
        const key = freshKey();
        await bench.store.put(key, Buffer.from('x'), video);
        await bench.store.remove(key);
        await bench.store.remove(key);
        expect(await bench.store.stat(key)).toBeNull();
      });

      it('removes all below a prefix and nothing beside it', async () => {
        const keys = ['p/film_1/a.mp4', 'p/film_1/deep/b.mp4', 'p/film_10/a.mp4'];
        for (const key of keys) await bench.store.put(key, Buffer.from('x'), video);
        await bench.store.removePrefix('p/film_1');
        await bench.store.removePrefix('p/film_1');
        const facts = await Promise.all(keys.map((key) => bench.store.stat(key)));
        expect(facts.map((fact) => fact !== null)).toEqual([false, false, true]);
      });
    });

    describeKeys(() => bench.store);

    it('refuses to presign for longer than 15 minutes', async () => {
      const options = { ...video, expiresSeconds: 901, fileName: 'film.mp4', disposition: 'inline' as const };
      await expect(bench.store.presign(freshKey(), options)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    });

    it('is ready once it is prepared, however often', async () => {
      await Promise.all([bench.store.prepare(), bench.store.prepare()]);
      await expect(bench.store.ready()).resolves.toBeUndefined();
    });
  });
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
