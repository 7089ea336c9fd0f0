import { readFileSync } from 'node:fs';

export interface TestServers {
  postgres: { url: string };
  kafka: { brokers: string[] };
  minio: { endpoint: string; accessKey: string; secretKey: string };
}

const FILE = new URL('../../../../.reelwright/servers.json', import.meta.url);

/** Addresses of the real servers that `npm run servers:up` started. */
export function testServers(): TestServers {
  return JSON.parse(readFileSync(FILE, 'utf8')) as TestServers;
}
