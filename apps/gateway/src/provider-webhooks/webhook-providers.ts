import type { Provider, Type } from '@nestjs/common';
import { Clock } from '@shared/clock/clock';
import { AttemptToken } from '@shared/webhooks/attempt-token';
import { ProviderWebhooksController } from './provider-webhooks.controller';
import { TakeNotice } from './take-notice';
import { WebhookSignatures } from './webhook-signatures';

export interface WebhookSettings {
  /** Sign the tokens of attempts; the first is the newest. */
  tokenSecrets: readonly [string, ...string[]];
  jwksUrl: string;
  audience: string;
  /** Of webhooks that are registered at Gemini for the whole project. */
  signingSecrets: readonly string[];
}

export function webhookControllers(settings: WebhookSettings | null): Type[] {
  return settings === null ? [] : [ProviderWebhooksController];
}

/** Without settings there is no such route, and providers are asked. */
export function webhookProviders(settings: WebhookSettings | null): Provider[] {
  if (settings === null) return [];
  const { tokenSecrets, jwksUrl, audience, signingSecrets: secrets } = settings;
  return [
    TakeNotice,
    { provide: AttemptToken, useValue: new AttemptToken(tokenSecrets) },
    {
      provide: WebhookSignatures,
      inject: [Clock],
      useFactory: (clock: Clock) => new WebhookSignatures({ jwksUrl, audience, secrets, clock }),
    },
  ];
}
