import { REPLICATE_MODELS } from '@shared/vendors/replicate/capabilities';
import { videoProviderContract } from './video-contract';
import { VIDEO_VENDORS } from './video-vendors';

// Each model there names its inputs its own way.
for (const model of REPLICATE_MODELS) videoProviderContract({ ...VIDEO_VENDORS.replicate, model });
