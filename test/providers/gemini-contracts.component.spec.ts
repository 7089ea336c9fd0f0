import { imageProviderContract } from './image-contract';
import { textProviderContract } from './text-contract';
import { imageVendor, textVendor, videoVendor } from './vendors-under-test';
import { videoProviderContract } from './video-contract';

textProviderContract(textVendor('gemini'));
imageProviderContract(imageVendor('gemini'));
videoProviderContract(videoVendor('gemini'));
