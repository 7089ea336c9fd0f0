import type { ServerAddresses, ServerName } from './server-addresses.ts';

export interface UpOptions {
  /** Trades safety against power loss for speed, where the server has such a setting. */
  fast: boolean;
}

export interface Up<A> {
  address: A;
  /** True when it was up already and answered. */
  adopted: boolean;
}

/** One real server for development and tests, however it is run. */
export interface ManagedServer<N extends ServerName = ServerName> {
  /** Resolves when the server answers by its own protocol; what runs already and answers is left alone. */
  up(options: UpOptions): Promise<Up<ServerAddresses[N]>>;
  /** Resolves when it is gone; `kill` gives it no time for good-byes. Its ports and data stay for the next `up`. */
  stop(options: { kill: boolean }): Promise<void>;
}
