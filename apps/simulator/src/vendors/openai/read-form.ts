import type { FastifyInstance, FastifyRequest } from 'fastify';

export interface FormBody {
  fields: Record<string, string>;
  files: Record<string, Buffer[]>;
}

/** Lets a scope take multipart forms, whole. */
export function acceptForms(scope: FastifyInstance): void {
  scope.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (request: FastifyRequest, body: Buffer) =>
    readForm(request, body),
  );
}

async function readForm({ headers }: FastifyRequest, body: Buffer): Promise<FormBody> {
  const whole = new Response(new Uint8Array(body), { headers: { 'content-type': headers['content-type'] ?? '' } });
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- forms of a few images, from clients of our own
  const form = await whole.formData();
  const read: FormBody = { fields: {}, files: {} };
  for (const [name, value] of form) {
    if (typeof value === 'string') read.fields[name] = value;
    else read.files[name] = [...(read.files[name] ?? []), Buffer.from(await value.arrayBuffer())];
  }
  return read;
}
