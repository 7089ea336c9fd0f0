export interface WebhookSettings {
  /** Sign the tokens of attempts; the first is the newest. */
  tokenSecrets: readonly [string, ...string[]];
  jwksUrl: string;
  audience: string;
  /** Of webhooks that are registered at Gemini for the whole project. */
  signingSecrets: readonly string[];
  /** Of Replicate's account; without any nobody listens to it. */
  replicateSecrets: readonly string[];
  /** Where fal's public keys are. */
  falJwksUrl: string;
}
