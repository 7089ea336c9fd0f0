import { z } from 'zod';

const SECRET_RULE = 'must be secrets of 24 bytes or more, joined by commas';

/** Settings of webhooks that come in. With neither, providers are asked and do not tell. */
export const webhookEnv = {
  /** Base address under which providers reach the gateway. */
  WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Signs what attempts are recognised by, the same in the gateway and in all stages. Two joined by a comma while it is being changed: the first signs. */
  WEBHOOK_SECRET: z
    .string()
    .transform((text) => text.split(',').map((secret) => secret.trim()))
    .pipe(z.tuple([z.string()], z.string()))
    .refine((secrets) => secrets.every((secret) => Buffer.byteLength(secret) >= 24), SECRET_RULE)
    .optional(),
};

export interface WebhookEnv {
  WEBHOOK_URL?: string | undefined;
  WEBHOOK_SECRET?: [string, ...string[]] | undefined;
}

/** For `superRefine`: one of the two alone would look as if webhooks were on. */
export function refuseHalfWebhooks(env: WebhookEnv, context: z.RefinementCtx): void {
  if ((env.WEBHOOK_URL === undefined) === (env.WEBHOOK_SECRET === undefined)) return;
  const [missing, other] =
    env.WEBHOOK_URL === undefined ? ['WEBHOOK_URL', 'WEBHOOK_SECRET'] : ['WEBHOOK_SECRET', 'WEBHOOK_URL'];
  context.addIssue({ code: 'custom', path: [missing], message: `must be set, because ${other} is` });
}
