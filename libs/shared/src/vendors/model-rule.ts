import type { z } from 'zod';
import { MODEL_KINDS, type ModelKind } from '@shared/contracts/models';
import type { ModelCapabilities } from './model-capabilities';
import { describeModels, listCredentials, settingOf, type VendorEnv } from './vendor-env';

export const MODEL_SETTINGS = { text: 'TEXT_MODEL', image: 'IMAGE_MODEL', video: 'VIDEO_MODEL' } as const;
type Setting = (typeof MODEL_SETTINGS)[ModelKind];

type KeyEnv = Partial<Record<'MASTER_KEY' | 'MASTER_KEY_FILE', string | undefined>>;
type Env = VendorEnv & KeyEnv & Partial<Record<Setting, readonly string[] | undefined>>;

/**
 * For `superRefine` of a stage that asks models of one kind: better to hear at the start than from films that wait that a model is
 * unknown, or that nobody could be asked.
 */
export function modelRule(asked: ModelKind): (env: Env, context: z.RefinementCtx) => void {
  return (env, context) => {
    for (const kind of MODEL_KINDS)
      for (const fault of findFaults(env, kind, asked)) context.addIssue({ code: 'custom', ...fault });
  };
}

interface Fault {
  path: string[];
  message: string;
}

function findFaults(env: Env, kind: ModelKind, asked: ModelKind): Fault[] {
  const known = describeModels(env).filter((model) => model.kind === kind);
  const names = known.map((one) => one.model);
  const unknown = namesOf(env, kind).filter((name) => !names.includes(name));
  const keyless = kind === asked ? listKeyless(env, kind) : [];
  return [
    ...unknown.map((name) => ({
      path: [MODEL_SETTINGS[kind]],
      message: `must be of ${names.join(', ')}, and ${name} is not`,
    })),
    ...keyless.map(({ name, setting }) => ({
      path: [setting],
      message: `must be set, because ${MODEL_SETTINGS[kind]} names ${name}`,
    })),
  ];
}

interface Keyless {
  name: string;
  /** What has to be set for it. */
  setting: string;
  /** Models of the same kind for which that is done. */
  instead: string[];
}

/** The models in the settings whose vendor has no key; none where keys may be stored. */
export function listKeyless(env: Env, kind: ModelKind): Keyless[] {
  if (mayStoreKeys(env)) return [];
  const known = describeModels(env).filter((model) => model.kind === kind);
  const hasKey = ({ vendor }: ModelCapabilities) => listCredentials(env, vendor).length > 0;
  const instead = known.filter(hasKey).map(({ model }) => model);
  return namesOf(env, kind).flatMap((name) => {
    const model = known.find((one) => one.model === name);
    return model && !hasKey(model) ? [{ name, setting: settingOf(model.vendor), instead }] : [];
  });
}

function namesOf(env: Env, kind: ModelKind): readonly string[] {
  return env[MODEL_SETTINGS[kind]] ?? [];
}

/** With a master key one may have been stored, or will be. */
export function mayStoreKeys({ MASTER_KEY, MASTER_KEY_FILE }: KeyEnv): boolean {
  return MASTER_KEY !== undefined || MASTER_KEY_FILE !== undefined;
}
