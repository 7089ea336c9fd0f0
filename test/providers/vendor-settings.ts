import { VENDORS } from '@shared/vendors/model-capabilities';
import { settingsAt } from './video-vendors';

/** Every vendor there is at one simulator, as the environment would name it. */
export function vendorSettings(simulatorUrl: string): Record<string, string> {
  const models = { OPENAI_COMPATIBLE_TEXT_MODEL: 'qwen3-32b', OPENAI_COMPATIBLE_IMAGE_MODEL: 'flux-2' };
  return Object.assign(models, ...VENDORS.map((vendor) => settingsAt(simulatorUrl, vendor))) as Record<string, string>;
}
