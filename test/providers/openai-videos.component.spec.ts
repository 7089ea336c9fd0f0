import { videoProviderContract } from './video-contract';
import { VIDEO_VENDORS } from './video-vendors';

videoProviderContract(VIDEO_VENDORS['openai-videos']);
