import type { ModelKind } from '@shared/contracts/models';
import { describeModels } from '@shared/vendors/vendor-env';
import type { ServiceSettings } from '../config';

/** By which model of which vendor one kind is made where an order names none. */
export interface Maker {
  kind: ModelKind;
  model: string;
  vendor: string;
}

export function listMakers({ planner, keyframer, clipper }: Omit<ServiceSettings, 'gateway' | 'stitcher'>): Maker[] {
  const [text] = planner.TEXT_MODEL;
  const [image] = keyframer.IMAGE_MODEL;
  const [video] = clipper.VIDEO_MODEL;
  const known = { text: describeModels(planner), image: describeModels(keyframer), video: describeModels(clipper) };
  return (
    [
      ['text', text],
      ['image', image],
      ['video', video],
    ] as const
  ).map(([kind, model]) => {
    const vendor = known[kind].find((one) => one.kind === kind && one.model === model)?.vendor ?? 'nobody';
    return { kind, model, vendor };
  });
}
