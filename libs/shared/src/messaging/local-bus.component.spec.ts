import { describeEventBus } from '@shared/testing/event-bus.contract';
import { LocalBus } from './local-bus';

describeEventBus('LocalBus', () => {
  const bus = new LocalBus(['keyframer', 'clipper']);
  return [bus, bus];
});
