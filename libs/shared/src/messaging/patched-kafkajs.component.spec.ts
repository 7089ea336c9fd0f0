import { describe, expect, it, jest } from '@jest/globals';
import { testServers } from '@shared/testing/test-servers';
import { Kafka, logLevel } from './patched-kafkajs';

describe('kafkajs, as we use it', () => {
  it('sets no timer that lies in the past, of which Node would warn', async () => {
    const timers = jest.spyOn(globalThis, 'setTimeout');
    const { brokers } = testServers().kafka;
    const admin = new Kafka({ clientId: 'patched', brokers, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.listTopics();
    await admin.disconnect();
    const waits = timers.mock.calls.map(([, ms = 0]) => ms);
    timers.mockRestore();
    expect(waits.length).toBeGreaterThan(0);
    expect(waits.filter((ms) => ms < 0)).toEqual([]);
  });
});
