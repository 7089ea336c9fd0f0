import type { ServerResponse } from 'node:http';
import type { ErrorCode } from '@shared/contracts/error-codes';

export interface ResultFault {
  name: string;
  serve: (response: ServerResponse) => void;
  code: ErrorCode;
  says: string;
}

const video = { 'content-type': 'video/mp4' };
const CHUNK = Buffer.alloc(64 * 1024);

const answer =
  (status: number, headers: Record<string, string> = {}, body = '') =>
  (response: ServerResponse): void => {
    response.writeHead(status, { ...video, ...headers }).end(body);
  };

const redirect = (location: string) => answer(302, { location });

// A byte now and then, for ever: never a stall.
function drip(response: ServerResponse): void {
  response.writeHead(200, video);
  const timer = setInterval(() => response.write('x'), 20);
  response.on('close', () => {
    clearInterval(timer);
  });
}

function stall(response: ServerResponse): void {
  response.writeHead(200, { ...video, 'content-length': '1000' }).write('x');
}

function breakOff(response: ServerResponse): void {
  response.writeHead(200, { ...video, 'content-length': '1000' });
  response.write('x', () => response.socket?.resetAndDestroy());
}

/** Five gigabytes, of which the reader says when it has enough. */
export function flood(response: ServerResponse): void {
  response.writeHead(200, video);
  let left = 5_000_000_000;
  const pour = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= CHUNK.length;
      if (!response.write(CHUNK)) return void response.once('drain', pour);
    }
    response.end();
  };
  pour();
}

const gone = { code: 'RESULT_UNRETRIEVABLE' } as const;
const outage = { code: 'PROVIDER_UNAVAILABLE' } as const;

/** Every way in which the bytes of a result may not be had. */
export const RESULT_FAULTS: ResultFault[] = [
  {
    name: 'an error page with 200',
    serve: answer(200, { 'content-type': 'text/html' }, '<html>'),
    ...gone,
    says: 'came as text/html',
  },
  { name: 'a gzip bomb', serve: answer(200, { 'content-encoding': 'gzip' }, 'bomb'), ...gone, says: 'encoded as gzip' },
  {
    name: 'more bytes promised than allowed',
    serve: answer(200, { 'content-length': '5000000000' }),
    ...gone,
    says: 'larger than',
  },
  { name: 'fewer bytes than promised', serve: breakOff, ...gone, says: 'broke off' },
  { name: 'a slow drip', serve: drip, ...gone, says: 'took longer than' },
  { name: 'silence in the middle', serve: stall, ...gone, says: 'stalled' },
  { name: 'no answer at all', serve: () => undefined, ...gone, says: 'stalled' },
  {
    name: 'a redirect to the metadata service',
    serve: redirect('http://169.254.169.254/latest'),
    ...gone,
    says: '169.254.169.254',
  },
  {
    name: 'a redirect to another port of this machine',
    serve: redirect('http://127.0.0.1:1/'),
    ...gone,
    says: 'redirects to',
  },
  { name: 'a redirect to a file', serve: redirect('file:///etc/passwd'), ...gone, says: 'redirects to' },
  {
    name: 'a name that only looks like Google',
    serve: redirect('https://googleapis.com.evil.example/'),
    ...gone,
    says: 'redirects to',
  },
  { name: 'a redirect after a redirect', serve: redirect('?fault=one%20redirect'), ...gone, says: 'HTTP 302' },
  { name: 'a link that has expired', serve: answer(403), ...gone, says: 'HTTP 403' },
  { name: 'a link to nothing', serve: answer(404), ...gone, says: 'HTTP 404' },
  { name: 'a file that was removed', serve: answer(410), ...gone, says: 'HTTP 410' },
  { name: 'a part only', serve: answer(206), ...gone, says: 'HTTP 206' },
  { name: 'a provider that is down', serve: answer(503), ...outage, says: 'HTTP 503' },
  { name: 'too many downloads', serve: answer(429), ...outage, says: 'HTTP 429' },
];
