import http from 'node:http';
import https from 'node:https';
import { Client } from 'minio';

const IDLE_TIMEOUT_MS = 30_000;

export interface S3Address {
  /** `http://host:port`. */
  endpoint: string;
  region: string;
  accessKey: string;
  secretKey: string;
}

/** A client that gives up on a silent server instead of waiting for ever. */
export function createS3Client({ endpoint, region, accessKey, secretKey }: S3Address): Client {
  const url = new URL(endpoint);
  const isSecure = url.protocol === 'https:';
  return new Client({
    endPoint: url.hostname,
    port: url.port === '' ? undefined : Number(url.port),
    useSSL: isSecure,
    region,
    accessKey,
    secretKey,
    pathStyle: true,
    transport: withIdleTimeout(isSecure ? https : http),
    // Whoever asked decides about trying again; the client would only write to the console.
    retryOptions: { disableRetry: true },
  });
}

function withIdleTimeout(transport: Pick<typeof http, 'request'>): Pick<typeof http, 'request'> {
  const request = (options: http.RequestOptions, onResponse?: (response: http.IncomingMessage) => void) => {
    const sent = transport.request({ ...options, timeout: IDLE_TIMEOUT_MS }, onResponse);
    sent.on('timeout', () => sent.destroy(new Error(`The object store was silent for ${IDLE_TIMEOUT_MS} ms`)));
    return sent;
  };
  return { request: request as typeof http.request };
}
