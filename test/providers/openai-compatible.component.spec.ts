import { SCHEMA } from './build-request';
import { imageProviderContract } from './image-contract';
import { textProviderContract } from './text-contract';
import { imageVendor, textVendor } from './vendors-under-test';

textProviderContract(textVendor('openai-compatible'), {
  line: 'POST /chat/completions',
  body: {
    model: 'qwen3-32b',
    messages: [
      { role: 'system', content: 'You are a director' },
      { role: 'user', content: 'slow push-in' },
    ],
    response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: SCHEMA } },
  },
});
imageProviderContract(imageVendor('openai-compatible'));
