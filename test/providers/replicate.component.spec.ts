import { REPLICATE_MODELS } from '@shared/vendors/replicate/capabilities';
import { videoProviderContract } from './video-contract';
import { videoVendor } from './vendors-under-test';

// Each model there names its inputs its own way.
for (const { model } of REPLICATE_MODELS) videoProviderContract(videoVendor('replicate', model));
