import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface Weather {
  /** Milliseconds that each piece of data waits, either way. */
  delayMs: number;
  /** Bytes per second, either way; Infinity: no limit. */
  bytesPerSecond: number;
  /** After so many bytes towards the client its connection is reset; Infinity: never. */
  resetAfterBytes: number;
  /** Connections stay open and nothing passes, until it is fair again: then all that was sent arrives. */
  isBlackHole: boolean;
  /** New connections are reset. */
  isCut: boolean;
}

export const FAIR: Weather = {
  delayMs: 0,
  bytesPerSecond: Infinity,
  resetAfterBytes: Infinity,
  isBlackHole: false,
  isCut: false,
};

export interface Address {
  host: string;
  port: number;
}

/** Stands before a server, so that a test can make the network between bad. */
export class TcpProxy {
  private readonly server = net.createServer({ allowHalfOpen: true }, (client) => void this.serve(client));
  private readonly sockets = new Set<net.Socket>();
  private readonly findTarget: () => Promise<Address>;
  private weather = FAIR;
  private cleared = Promise.withResolvers<undefined>();

  /** Asked for each connection: what stands behind may not be there yet. */
  constructor(findTarget: () => Promise<Address>) {
    this.findTarget = findTarget;
  }

  /** On a free port of this machine. */
  async listen(): Promise<Address> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return { host: '127.0.0.1', port: (this.server.address() as net.AddressInfo).port };
  }

  /** What it does not name becomes fair. Cutting resets what is open as well. */
  set(weather: Partial<Weather>): void {
    this.weather = { ...FAIR, ...weather };
    this.cleared.resolve(undefined);
    this.cleared = Promise.withResolvers();
    if (this.weather.isCut) this.resetAll();
  }

  async close(): Promise<void> {
    this.server.close();
    this.resetAll();
    await once(this.server, 'close');
  }

  private async serve(client: net.Socket): Promise<void> {
    if (this.weather.isCut) {
      client.resetAndDestroy();
      return;
    }
    const upstream = net.connect({ ...(await this.findTarget()), allowHalfOpen: true });
    for (const socket of [client, upstream]) this.keep(socket);
    const reset = (): void => {
      client.resetAndDestroy();
      upstream.destroy();
    };
    client.once('error', reset);
    upstream.once('error', reset);
    await Promise.allSettled([
      this.carry(client, upstream, () => false),
      this.carry(upstream, client, this.meter(reset)),
    ]);
  }

  // True when the connection has had its last byte.
  private meter(reset: () => void): (bytes: number) => boolean {
    let seen = 0;
    return (bytes) => {
      seen += bytes;
      if (seen < this.weather.resetAfterBytes) return false;
      reset();
      return true;
    };
  }

  private async carry(from: net.Socket, to: net.Socket, isLast: (bytes: number) => boolean): Promise<void> {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      await this.travel(chunk.length);
      if (isLast(chunk.length) || to.destroyed) return;
      if (!to.write(chunk)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
    }
    to.end();
  }

  private async travel(bytes: number): Promise<void> {
    while (this.weather.isBlackHole) await this.cleared.promise;
    const ms = this.weather.delayMs + (1000 * bytes) / this.weather.bytesPerSecond;
    if (ms > 0) await wait(ms);
  }

  private keep(socket: net.Socket): void {
    socket.setNoDelay(true);
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
  }

  private resetAll(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }
}
