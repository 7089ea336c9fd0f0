import { z } from 'zod';
import { parseConfig } from '@shared/config/parse-config';
import type { Vendor } from '@shared/vendors/model-capabilities';
import { describeModels, listCredentials, vendorEnv } from '@shared/vendors/vendor-env';
import { ADAPTERS } from '@shared/vendors/vendors';
import { webhookEnv } from '@shared/webhooks/webhook-env';
import { simulatedSettings } from '../../scripts/smoke/simulated-settings.ts';
import { PLANTED_SECRET } from './simulated-vendors';
import type { VideoVendor } from './video-subject';

/** Each video vendor as the simulator speaks it. A new one is a line here and a spec of its own. */
export const VIDEO_VENDORS = {
  gemini: vendorOf('gemini-omni-1.2-flash'),
  vertex: vendorOf('veo-3.1-lite-generate-001'),
  replicate: vendorOf('google/veo-3.1-fast'),
  fal: vendorOf('fal-ai/kling-video/v3/standard/image-to-video'),
  'openai-videos': vendorOf('sora-2'),
} satisfies Partial<Record<Vendor, VideoVendor>>;

/** The settings of a vendor that offers all it can, with `PLANTED_SECRET` as key. */
export function settingsAt(simulatorUrl: string, vendor: Vendor): Record<string, string> {
  return {
    ...simulatedSettings(vendor, simulatorUrl, PLANTED_SECRET),
    VERTEX_OUTPUT_PREFIX: 'gs://films/attempts/',
    OPENAI_VIDEOS_TAG_PROMPTS: 'true',
    WEBHOOK_URL: 'http://127.0.0.1:1',
    WEBHOOK_SECRET: 'a-secret-of-more-than-24-bytes',
  };
}

/** The settings of all of them but Gemini, which every bench has by itself. */
export function othersAt(simulatorUrl: string): Record<string, string> {
  const others = (Object.keys(VIDEO_VENDORS) as Vendor[]).filter((vendor) => vendor !== 'gemini');
  return Object.assign({}, ...others.map((vendor) => settingsAt(simulatorUrl, vendor))) as Record<string, string>;
}

// As the registry makes it from the settings.
function vendorOf(name: string): VideoVendor {
  const known = describeModels(parse({ OPENAI_VIDEOS_BASE_URL: 'https://gateway.example/v1' }));
  const model = known.find(({ model }) => model === name);
  const adapt = model && ADAPTERS.video[model.vendor];
  if (model?.kind !== 'video' || !adapt) throw new Error(`${name} is no video model that is known`);
  return {
    model,
    create: (url, store) => {
      const env = parse(settingsAt(url, model.vendor));
      const [credential] = listCredentials(env, model.vendor);
      return adapt({ env, secret: credential?.secret ?? '', store });
    },
  };
}

function parse(settings: Record<string, string>) {
  return parseConfig(z.object({ ...vendorEnv, ...webhookEnv }), settings);
}
