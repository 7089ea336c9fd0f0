import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CliFailure, EXIT } from '../exit-codes';
import type { ApiClient } from './api-client';

interface Saving {
  filmId: string;
  /** A file, or a folder that takes the film under its id, or a part under its own name; without it the folder one is in. */
  output: string | undefined;
  /** What of the film; without it the film itself. */
  part?: { link: string; fileName: string };
}

/** Streams the film to disk and gives the file's path; under its name there is never a part of a film. */
export async function saveVideo(client: ApiClient, { filmId, output = '.', part }: Saving): Promise<string> {
  const path = await toFilePath(output, part?.fileName ?? `${filmId}.mp4`);
  const response = await client.request(part?.link ?? `/v1/films/${encodeURIComponent(filmId)}/video`);
  if (!response.body) throw new CliFailure(EXIT.network, `The API sent no bytes of film ${filmId}`);
  const draft = `${path}.${randomBytes(4).toString('hex')}.part`;
  try {
    await pipeline(Readable.fromWeb(response.body), createWriteStream(draft, { flags: 'wx' }));
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw toFailure(error, path);
  }
  return path;
}

async function toFilePath(output: string, fileName: string): Promise<string> {
  const facts = await stat(output).catch(() => null);
  return resolve(facts?.isDirectory() ? join(output, fileName) : output);
}

function toFailure(error: unknown, path: string): CliFailure {
  const { code, message } = error as NodeJS.ErrnoException;
  const isOurDisk = code !== undefined && /^E(ACCES|NOENT|ROFS|NOSPC|ISDIR|NOTDIR|PERM)$/.test(code);
  return isOurDisk
    ? new CliFailure(EXIT.badInput, `Cannot write ${path}: ${message}`, 'Name another file with -o PATH', {
        cause: error,
      })
    : new CliFailure(EXIT.network, `The download broke off: ${message}`, 'Try again; nothing was lost', {
        cause: error,
      });
}
