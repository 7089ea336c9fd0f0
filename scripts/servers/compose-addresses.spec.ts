import { describe, expect, it } from '@jest/globals';
import { toKafkaAddress, toMinioAddress } from './compose-addresses.ts';

const config = {
  services: {
    kafka: { ports: [{ target: 9094, published: '19094' }] },
    minio: {
      ports: [
        { target: 9001, published: '19001' },
        { target: 9000, published: '19000' },
      ],
      environment: { MINIO_ROOT_USER: 'reel', MINIO_ROOT_PASSWORD: 'wright' },
    },
  },
};

describe('addresses of services in Docker', () => {
  it('take the one port that Kafka publishes', () => {
    expect(toKafkaAddress(config)).toEqual({ brokers: ['127.0.0.1:19094'] });
  });

  it('tell the API of MinIO from its console', () => {
    expect(toMinioAddress(config)).toEqual({
      endpoint: 'http://127.0.0.1:19000',
      accessKey: 'reel',
      secretKey: 'wright',
    });
  });

  it('name the service that publishes nothing', () => {
    expect(() => toKafkaAddress({ services: {} })).toThrow('no port of the service "kafka"');
  });
});
