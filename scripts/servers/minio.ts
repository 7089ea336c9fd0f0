import { join } from 'node:path';
import { ensureMinioBinary } from './minio-binary.ts';
import { buildProcessServer } from './process-server.ts';
import { probeMinio } from './probes.ts';

const ACCESS_KEY = 'reelwright';
const SECRET_KEY = 'reelwright-secret';

export const minioServer = buildProcessServer({
  name: 'minio',
  portNames: ['api', 'console'],
  async prepare({ dir, ports }) {
    const addresses = ['--address', `127.0.0.1:${ports.api}`, '--console-address', `127.0.0.1:${ports.console}`];
    return {
      file: await ensureMinioBinary(),
      args: ['server', '--quiet', ...addresses, join(dir, 'data')],
      env: { MINIO_ROOT_USER: ACCESS_KEY, MINIO_ROOT_PASSWORD: SECRET_KEY, MINIO_UPDATE: 'off' },
    };
  },
  toAddress: ({ api }) => ({
    endpoint: `http://127.0.0.1:${api}`,
    accessKey: ACCESS_KEY,
    secretKey: SECRET_KEY,
  }),
  probe: probeMinio,
  startTimeoutMs: 30_000,
});
