import { Kafka, logLevel } from 'kafkajs';
// eslint-disable-next-line no-restricted-imports -- the client's own file, named as Node's import wants it
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

// Nothing else imports kafkajs. This imports nothing of ours, so that scripts can use it without a build.
export { Kafka, logLevel };
export type { Admin, Consumer, EachBatchPayload, IHeaders, LogEntry, Message, Producer, TopicMessages } from 'kafkajs';

const LATE_CHECK_MS = 1_000;

restInIdleQueues();

// kafkajs 2.2.4 asks each connection's empty queue every millisecond, with a negative timeout (its issue 1751), and looks
// for late answers ten times a second: idle, that is all that a service would do, and a warning on Node 24.
function restInIdleQueues(): void {
  const queue = RequestQueue.prototype;
  const schedule = Reflect.get<typeof queue, 'scheduleCheckPendingRequests'>(queue, 'scheduleCheckPendingRequests');
  queue.scheduleCheckPendingRequests = function (this: typeof queue) {
    if (this.pending.length > 0) schedule.call(this);
  };
  queue.scheduleRequestTimeoutCheck = function (this: typeof queue) {
    this.destroy();
    this.requestTimeoutIntervalId = setInterval(() => {
      for (const request of this.inflight.values())
        if (Date.now() - request.sentAt > request.requestTimeout) request.timeoutRequest();
      if (!this.isConnected()) this.destroy();
    }, LATE_CHECK_MS);
  };
}
