import multipart from '@fastify/multipart';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Forms with one file are read as streams; nothing of them is kept in memory or in temporary files. */
export async function takeInFiles(app: NestFastifyApplication): Promise<void> {
  // Whoever takes a file in counts its bytes and says what is too many.
  const limits = { files: 1, fields: 8, fieldSize: 4096, headerPairs: 32, fileSize: Number.MAX_SAFE_INTEGER };
  await app.register(multipart, { limits, throwFileSizeLimit: false });
}
