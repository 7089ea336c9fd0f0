import type { Operation } from '../../operations/operation';

export interface FalOutput {
  status: number;
  headers: Record<string, string>;
  body: object;
}

const REFUSAL = 'The content could not be processed because it contained material flagged by a content checker.';

/** What the result call answers: the output, or the error that the job has come to. */
export function toFalOutput(operation: Operation, fileSize: number): FalOutput {
  const { id, end, brief, outputPrefix = '', flagged } = operation;
  const path = `${outputPrefix}${id}/output.mp4`;
  switch (end?.status) {
    case 'completed': {
      const seconds = brief.kind === 'video' ? brief.seconds : 0;
      const video = { url: path, content_type: 'video/mp4', file_name: 'output.mp4', file_size: fileSize };
      return { status: 200, headers: { 'x-fal-billable-units': String(seconds) }, body: { video } };
    }
    case 'refused':
      return failure(422, 'content_policy_violation', flagged === undefined ? REFUSAL : `${REFUSAL} (${flagged})`);
    case 'cancelled':
      return failure(422, 'request_cancelled', 'The request was cancelled.');
    default:
      return failure(500, 'internal_server_error', 'An internal error occurred.');
  }
}

export function failure(status: number, type: string, msg: string): FalOutput {
  const detail = [{ loc: ['body'], msg, type, input: {}, url: `https://docs.fal.ai/errors#${type}` }];
  const headers = { 'x-fal-error-type': type, 'x-fal-retryable': String(status >= 500) };
  return { status, headers, body: { detail } };
}
