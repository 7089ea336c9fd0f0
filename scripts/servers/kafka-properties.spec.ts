import { describe, expect, it } from '@jest/globals';
import { buildServerProperties } from './kafka-properties.ts';

describe('buildServerProperties', () => {
  const lines = buildServerProperties({ broker: 9001, controller: 9002, logDir: '/state/kafka' }).trim().split('\n');

  it.each([
    'listeners=PLAINTEXT://127.0.0.1:9001,CONTROLLER://127.0.0.1:9002',
    'advertised.listeners=PLAINTEXT://127.0.0.1:9001',
    'controller.quorum.bootstrap.servers=127.0.0.1:9002',
    'log.dirs=/state/kafka',
    'auto.create.topics.enable=false',
  ])('holds %s', (line) => {
    expect(lines).toContain(line);
  });

  it('asks one node for no second copy of anything', () => {
    const copies = lines.filter((line) => /replication\.factor|min\.isr/.test(line));
    expect(copies).not.toHaveLength(0);
    for (const line of copies) expect(line).toMatch(/=1$/);
  });
});
