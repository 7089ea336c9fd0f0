import type { FastifyInstance } from 'fastify';
import { parseContentRequest, toContentBrief } from '../briefs/brief-from-content';
import type { Operation } from '../operations/operation';
import type { Simulator } from '../simulator';
import { writeText } from '../storyboard/write-text';
import { internalError, invalidArgument, notFound, retiredModel } from '../wire/wire-error';

export function serveGenerateContent(server: FastifyInstance, simulator: Simulator): void {
  server.post<{ Params: { call: string } }>('/models/:call', ({ params, body }) => {
    const [model = '', method] = params.call.split(':');
    if (method === 'generateContent') return generateContent(simulator, model, body);
    if (method === 'predictLongRunning') throw retiredModel(model);
    throw notFound(`Method ${method ?? ''} is not known here.`);
  });
}

async function generateContent(simulator: Simulator, model: string, rawBody: unknown): Promise<unknown> {
  const { admission, blobs, ledger, operations } = simulator;
  admission.countPost((rawBody as { labels?: unknown } | null)?.labels);
  const kind = admission.findKind(model, 'generateContent');
  const request = parseContentRequest(rawBody);
  const brief = await toContentBrief(request, { name: model, kind }, { blobs, ledger, reject: invalidArgument });

  const { labels } = request;
  const order = { surface: 'content', model, labels, background: false, rawBody, brief } as const;
  const operation = await admission.accept(order);
  await operations.whenEnded(operation);
  if (operation.end?.status === 'failed') throw internalError();
  return toContentResponse(simulator, operation);
}

async function toContentResponse(simulator: Simulator, operation: Operation): Promise<unknown> {
  const { usage, kind, model, id } = operation;
  const isRefused = operation.end?.status === 'refused';
  const candidatesTokenCount = isRefused ? 0 : usage.outputTokens;
  return {
    ...(isRefused ? toRefusal(operation) : { candidates: [await toCandidate(simulator, operation)] }),
    usageMetadata: {
      promptTokenCount: usage.inputTokens,
      candidatesTokenCount,
      thoughtsTokenCount: 0,
      totalTokenCount: usage.inputTokens + candidatesTokenCount,
      ...(kind === 'image' &&
        !isRefused && { candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: candidatesTokenCount }] }),
    },
    modelVersion: model,
    responseId: id,
  };
}

// Text is blocked by its prompt, an image by what came out.
function toRefusal({ kind }: Operation): object {
  if (kind === 'text') return { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } };
  const finishMessage = 'Unable to show the generated image. The model blocked it for safety reasons.';
  return { candidates: [{ finishReason: 'IMAGE_SAFETY', finishMessage, index: 0 }] };
}

async function toCandidate({ studio }: Simulator, operation: Operation): Promise<unknown> {
  const { brief, spoiling, requestHash } = operation;
  if (brief.kind === 'text') {
    const { text, isCut } = writeText(brief, spoiling);
    return { content: { role: 'model', parts: [{ text }] }, finishReason: isCut ? 'MAX_TOKENS' : 'STOP', index: 0 };
  }
  const data = (await studio.read(brief)).toString('base64');
  const thoughtSignature = Buffer.from(requestHash).toString('base64');
  const parts = [{ inlineData: { mimeType: 'image/png', data }, thoughtSignature }];
  return { content: { role: 'model', parts }, finishReason: 'STOP', index: 0 };
}
