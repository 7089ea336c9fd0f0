import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TextBrief } from '../briefs/brief';
import type { Operation, Usage } from '../operations/operation';
import type { Simulator } from '../simulator';
import { writeText } from '../storyboard/write-text';
import { internalError } from '../wire/wire-error';
import { attemptInHeader } from './attempt-of';
import { randomId } from './random-id';
import { surfaceOf } from './serve-vendor';

/** What a POST asks for, whatever it calls it. */
export type TextWish = Pick<TextBrief, 'prompt' | 'schema' | 'maxOutputTokens'> & { model: string };

/** What was written, in the words of no vendor. */
export interface Answer {
  id: string;
  model: string;
  /** Null where it was refused. */
  text: string | null;
  /** Whether it ends in the middle. */
  isCut: boolean;
  /** As billed. */
  inputTokens: number;
  outputTokens: number;
  acceptedAtMs: number;
}

/** The wire of a vendor of text whose answer comes with the connection, or is lost with it. */
export interface TextRoute {
  path: string;
  /** Micro-dollars for a million tokens. */
  rate: { inputPerMillion: number; outputPerMillion: number };
  newId?: () => string;
  /** Reads the POST: what throws is answered with 400 in the vendor's form. */
  read: (request: FastifyRequest) => TextWish;
  toView: (answer: Answer) => object;
}

export function serveText(scope: FastifyInstance, simulator: Simulator, route: TextRoute): void {
  scope.post(route.path, async (request) => {
    const operation = await acceptText(scope, simulator, route, request);
    await simulator.operations.whenEnded(operation);
    if (operation.end?.status === 'failed') throw internalError();
    return route.toView(toAnswer(operation));
  });
}

async function acceptText(
  scope: FastifyInstance,
  { admission }: Simulator,
  { rate, newId, read }: TextRoute,
  request: FastifyRequest,
): Promise<Operation> {
  const attempt = attemptInHeader(request);
  admission.countPost({ attempt });
  const { model, ...wish } = read(request);
  return admission.accept({
    surface: surfaceOf(scope),
    id: newId?.() ?? randomId(26),
    model,
    labels: attempt === null ? {} : { attempt },
    background: false,
    rawBody: request.body,
    brief: { kind: 'text', ...wish },
    priceOf: ({ inputTokens, outputTokens }: Usage) =>
      Math.ceil((inputTokens * rate.inputPerMillion + outputTokens * rate.outputPerMillion) / 1_000_000),
  });
}

// What is refused is not billed.
function toAnswer({ id, model, acceptedAtMs, brief, spoiling, usage, end }: Operation): Answer {
  if (brief.kind !== 'text') throw new Error(`Text was asked for, and ${brief.kind} is there`);
  const made = { id, model, acceptedAtMs };
  if (end?.status === 'refused') return { ...made, text: null, isCut: false, inputTokens: 0, outputTokens: 0 };
  return { ...made, ...writeText(brief, spoiling), ...usage };
}
