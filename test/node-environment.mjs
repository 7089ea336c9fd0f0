import { TestEnvironment } from 'jest-environment-node';

const DISPATCHER = Symbol.for('undici.globalDispatcher.1');

// The Gemini SDK sends through the dispatcher that Node's fetch keeps on its global object, and jest gives tests another one.
export default class NodeEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    await fetch('data:,').catch(() => undefined);
    this.global[DISPATCHER] = globalThis[DISPATCHER];
  }
}
