import { FRAMES } from './simulated-vendors';
import { videoVendor } from './vendors-under-test';
import { videoProviderContract } from './video-contract';

videoProviderContract(videoVendor('fal'), {
  line: 'POST /fal-ai/kling-video/v3/standard/image-to-video',
  body: {
    prompt: 'slow push-in',
    image_url: FRAMES.first,
    end_image_url: FRAMES.last,
    duration: '3',
    generate_audio: true,
  },
});
