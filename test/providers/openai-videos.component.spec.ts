import { videoProviderContract } from './video-contract';
import { videoVendor } from './vendors-under-test';

videoProviderContract(videoVendor('openai-videos'));
