import type { Provider, Type } from '@nestjs/common';
import { Clock } from '@shared/clock/clock';
import { AttemptToken } from '@shared/webhooks/attempt-token';
import { ProviderWebhooksController } from './provider-webhooks.controller';
import { TakeNotice } from './take-notice';
import { WebhookListeners } from './webhook-listeners';
import type { WebhookSettings } from './webhook-settings';

export function webhookControllers(settings: WebhookSettings | null): Type[] {
  return settings === null ? [] : [ProviderWebhooksController];
}

/** Without settings there is no such route, and providers are asked. */
export function webhookProviders(settings: WebhookSettings | null): Provider[] {
  if (settings === null) return [];
  return [
    TakeNotice,
    { provide: AttemptToken, useValue: new AttemptToken(settings.tokenSecrets) },
    {
      provide: WebhookListeners,
      inject: [Clock],
      useFactory: (clock: Clock) => new WebhookListeners(settings, clock),
    },
  ];
}
