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
  /** A file, or a folder that takes the film under its id; without it the folder one is in. */
  output: string | undefined;
}

/** Streams the film to disk and gives the file's path; under its name there is never a part of a film. */
export async function saveVideo(client: ApiClient, { filmId, output = '.' }: Saving): Promise<string> {
  const path = await toFilePath(output, filmId);
  const response = await client.request(`/v1/films/${encodeURIComponent(filmId)}/video`);
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

async function toFilePath(output: string, filmId: string): Promise<string> {
  const facts = await stat(output).catch(() => null);
  return resolve(facts?.isDirectory() ? join(output, `${filmId}.mp4`) : output);
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
