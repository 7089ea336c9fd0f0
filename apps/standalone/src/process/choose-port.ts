import { isPortFree } from '../embedded-postgres/free-port';

export const DEFAULT_PORT = 8080;
const PORTS_TO_TRY = 100;

/** The port that was asked for, or the first free one from 8080 on. */
export async function choosePort(wanted: number | null): Promise<number> {
  if (wanted !== null) {
    if (await isPortFree(wanted)) return wanted;
    throw new Error(`--port: must be free (received ${wanted}, on which something else listens)`);
  }
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + PORTS_TO_TRY; port += 1) {
    if (await isPortFree(port)) return port;
  }
  throw new Error(`No port from ${DEFAULT_PORT} to ${DEFAULT_PORT + PORTS_TO_TRY - 1} is free. Name one: --port P`);
}
