import { randomBytes } from 'node:crypto';
import { describeEventBus } from '@shared/testing/event-bus.contract';
import { silentLogger } from '@shared/testing/silent-logger';
import { testServers } from '@shared/testing/test-servers';
import { KafkaBus } from './kafka-bus';

describeEventBus('KafkaBus', () => {
  const prefix = `test-${randomBytes(4).toString('hex')}-`;
  const { brokers } = testServers().kafka;
  const open = (clientId: string): KafkaBus => new KafkaBus({ clientId, brokers, prefix, logger: silentLogger() });
  return [open('keyframer'), open('clipper')];
});
