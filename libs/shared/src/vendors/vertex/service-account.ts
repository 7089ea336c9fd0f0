import { JWT } from 'google-auth-library';
import { z } from 'zod';
import { AppError } from '@shared/errors/app-error';
import { sendOnce } from '../send-once';

export const GOOGLE_TOKEN_URL = 'https://oauth2.googleapis.com/token';

/** The JSON file that Google gives out for a service account. */
export const serviceAccountSchema = z.object({
  client_email: z.string().min(1),
  private_key: z.string().min(1),
  project_id: z.string().min(1),
  token_uri: z.url({ protocol: /^https?$/ }).default(GOOGLE_TOKEN_URL),
});
export type ServiceAccount = z.infer<typeof serviceAccountSchema>;

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
const TOKEN_WITHIN_MS = 10_000;

/** Signs itself in. Without a token nothing is sent, and the error says whether that passes. */
export class ServiceAccountClient extends JWT {
  // The library asks Google, whatever the account's file names.
  constructor({ client_email: email, private_key: key, token_uri: tokenUrl }: ServiceAccount) {
    const fetchImplementation = (_url: unknown, init?: RequestInit) => sendOnce(tokenUrl, init);
    super({ email, key, scopes: [SCOPE], transporterOptions: { fetchImplementation, timeout: TOKEN_WITHIN_MS } });
  }

  override async getRequestHeaders(url?: string | URL): Promise<Headers> {
    try {
      return await super.getRequestHeaders(url);
    } catch (cause) {
      const { status, message = '' } = cause as Partial<Error> & { status?: unknown };
      const isRefused = typeof status === 'number' && status >= 400 && status < 500;
      const code = isRefused ? 'PROVIDER_AUTH' : 'PROVIDER_UNAVAILABLE';
      throw new AppError(code, `Google gave no token for the service account: ${message.slice(0, 200)}`, { cause });
    }
  }
}
