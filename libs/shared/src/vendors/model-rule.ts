import type { z } from 'zod';
import { MODEL_KINDS, type ModelKind } from '@shared/contracts/models';
import { describeModels, listCredentials, settingOf, type VendorEnv } from './vendor-env';

const SETTINGS = { text: 'TEXT_MODEL', image: 'IMAGE_MODEL', video: 'VIDEO_MODEL' } as const;
type Setting = (typeof SETTINGS)[ModelKind];

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
  const setting = SETTINGS[kind];
  return (env[setting] ?? []).flatMap((name) => {
    const model = known.find((one) => one.model === name);
    const names = known.map((one) => one.model).join(', ');
    if (!model) return [{ path: [setting], message: `must be of ${names}, and ${name} is not` }];
    // With a master key it may have been stored, or will be.
    const isMissing = kind === asked && !mayStoreKeys(env) && listCredentials(env, model.vendor).length === 0;
    const message = `must be set, because ${setting} names ${name}`;
    return isMissing ? [{ path: [settingOf(model.vendor)], message }] : [];
  });
}

function mayStoreKeys({ MASTER_KEY, MASTER_KEY_FILE }: KeyEnv): boolean {
  return MASTER_KEY !== undefined || MASTER_KEY_FILE !== undefined;
}
