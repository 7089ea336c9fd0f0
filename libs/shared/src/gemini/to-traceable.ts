import type { SubmitContext } from '@shared/generation/providers/provider';
import type { CreateInteraction } from './interaction';
import { type OutputSettings, outputPrefixOf } from './recall-output';

/** The request with all by which it can be found again when its answer is lost. */
export function toTraceable(
  body: CreateInteraction,
  { labels, webhook }: SubmitContext,
  outputs: OutputSettings | undefined,
) {
  return {
    ...body,
    background: true as const,
    labels,
    ...(webhook && { webhook_config: { uris: [webhook.url], user_metadata: webhook.metadata } }),
    ...(outputs && { response_format: withPrefix(body.response_format, outputPrefixOf(labels.attempt, outputs)) }),
  };
}

// A response format is one object here, though the SDK's type allows for a list of them.
function withPrefix(format: CreateInteraction['response_format'], gcs_uri: string) {
  return { ...(format as object | undefined), gcs_uri } as CreateInteraction['response_format'];
}
