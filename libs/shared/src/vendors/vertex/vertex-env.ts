import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '@shared/errors/app-error';
import { namedSecrets } from '../credential';
import type { VendorEntry } from '../vendor-entry';
import { VERTEX_MODELS } from './capabilities';
import { type ServiceAccount, serviceAccountSchema } from './service-account';

const vertexEnv = {
  /** The JSON of a service account, or the path of its file. Never logged, never in a row or an event. */
  VERTEX_CREDENTIALS: z.string().min(1).superRefine(refuseNoServiceAccount).optional(),
  /** Files of further service accounts, each with a name of its own, like `second:/run/secrets/second.json`, joined by commas. */
  VERTEX_CREDENTIALS_FILES: namedSecrets,
  /** The project that pays; by default the service account's. */
  VERTEX_PROJECT: z.string().min(1).optional(),
  VERTEX_LOCATION: z.string().min(1).default('us-central1'),
  /** Any server that speaks the Vertex wire; by default the location's own. */
  VERTEX_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** `gs://bucket/folder/`, where results are put, in a folder for each attempt. Without it they come in the answer, and a lost submit cannot be found. */
  VERTEX_OUTPUT_PREFIX: z
    .string()
    .regex(/^gs:\/\/[^/]+\/./, 'must be like gs://bucket/folder/')
    .optional(),
  /** Where that folder is listed and read. */
  VERTEX_STORAGE_URL: z.url({ protocol: /^https?$/ }).default('https://storage.googleapis.com'),
};

export interface VertexSettings {
  account: ServiceAccount;
  project: string;
  location: string;
  baseUrl: string;
  storageUrl: string;
  /** `gs://bucket/folder/` */
  outputPrefix: string | undefined;
}

type Env = Omit<z.infer<z.ZodObject<typeof vertexEnv>>, `VERTEX_CREDENTIALS${string}`>;

/** `credentials`: JSON of a service account, or the path of its file. Throws where it is neither. */
export function toVertexSettings(env: Env, credentials: string): VertexSettings {
  const { VERTEX_LOCATION: location } = env;
  const account = readServiceAccount(credentials);
  const home = location === 'global' ? 'aiplatform' : `${location}-aiplatform`;
  return {
    account,
    location,
    project: env.VERTEX_PROJECT ?? account.project_id,
    baseUrl: (env.VERTEX_BASE_URL ?? `https://${home}.googleapis.com`).replace(/\/+$/, ''),
    storageUrl: env.VERTEX_STORAGE_URL.replace(/\/+$/, ''),
    outputPrefix: env.VERTEX_OUTPUT_PREFIX?.replace(/\/*$/, '/'),
  };
}

const RULE = 'must be the JSON of a service account, or the path of its file';

// What cannot be read is never quoted: it may be the key.
function readServiceAccount(text: string): ServiceAccount {
  try {
    const json = text.trimStart().startsWith('{') ? text : readFileSync(text, 'utf8');
    return serviceAccountSchema.parse(JSON.parse(json));
  } catch {
    throw new AppError('PROVIDER_AUTH', `a credential of Vertex ${RULE}`);
  }
}

function refuseNoServiceAccount(text: string, context: z.RefinementCtx): void {
  try {
    readServiceAccount(text);
  } catch {
    context.addIssue({ code: 'custom', message: RULE });
  }
}

export const VERTEX = {
  title: 'Vertex',
  settings: {
    key: 'VERTEX_CREDENTIALS',
    keys: 'VERTEX_CREDENTIALS_FILES',
    baseUrl: 'VERTEX_BASE_URL',
    env: vertexEnv,
  },
  models: VERTEX_MODELS,
  // Its token goes along, never the account that gets one.
  headers: () => ({}),
} as const satisfies VendorEntry;
