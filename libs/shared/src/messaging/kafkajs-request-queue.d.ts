declare module 'kafkajs/src/network/requestQueue/index.js' {
  interface SocketRequest {
    sentAt: number;
    requestTimeout: number;
    timeoutRequest(): void;
  }

  interface RequestQueuePrototype {
    pending: unknown[];
    inflight: Map<number, SocketRequest>;
    requestTimeoutIntervalId: NodeJS.Timeout;
    isConnected(): boolean;
    destroy(): void;
    scheduleCheckPendingRequests(): void;
    scheduleRequestTimeoutCheck(): void;
  }

  const RequestQueue: { prototype: RequestQueuePrototype };
  export default RequestQueue;
}
