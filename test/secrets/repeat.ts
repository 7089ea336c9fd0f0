import type { IncomingHttpHeaders } from 'node:http';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

const LENGTHS = new Set(['content-length', 'transfer-encoding']);
/** Where vendors put words. */
const WORDS = new Set(['message', 'detail', 'msg', 'error', 'error_description', 'text', 'refusal']);

/** The answer with what it was asked with in its words, its page, its headers and the address that it leads to. */
export function repeat({ status, headers, body }: Answer, credentials: string[]): Answer {
  const type = headers['content-type'] ?? '';
  const encoded = credentials.map(encodeURIComponent).join('&');
  const { location } = headers;
  const told = {
    ...Object.fromEntries(Object.entries(headers).filter(([name]) => !LENGTHS.has(name))),
    'x-you-sent': encoded,
    ...(location !== undefined && { location: `${location}?${encoded}` }),
  };
  if (type.startsWith('application/json')) return { status, headers: told, body: repeatInJson(body, credentials) };
  const isPage = type.startsWith('text/html');
  return { status, headers: told, body: isPage ? Buffer.concat([body, Buffer.from(credentials.join())]) : body };
}

function repeatInJson(body: Buffer, credentials: string[]): Buffer {
  const said = credentials.length === 0 ? '' : ` (you sent ${credentials.join(' and ')})`;
  const json = JSON.parse(body.toString(), (name, value: unknown) => {
    // Text that is a result has a form of its own.
    const isWords = WORDS.has(name) && typeof value === 'string' && value.includes(' ') && !value.startsWith('{');
    return isWords ? value + said : value;
  }) as unknown;
  return Buffer.from(JSON.stringify(json));
}
