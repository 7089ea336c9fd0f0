import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { VIDEO_MODEL } from './models-env';

describe('the models of a stage', () => {
  const schema = z.object(VIDEO_MODEL);

  it('have a default', () => {
    expect(schema.parse({})).toEqual({ VIDEO_MODEL: ['gemini-omni-1.2-flash'] });
  });

  it('are told in the order in which they are wanted', () => {
    const { VIDEO_MODEL } = schema.parse({ VIDEO_MODEL: 'veo-3.1-generate-001, google/veo-3.1-fast' });
    expect(VIDEO_MODEL).toEqual(['veo-3.1-generate-001', 'google/veo-3.1-fast']);
  });

  it.each(['a,a', 'a,,b', 'a b', 'a,b,c,d,e,f'])('are refused as %s', (text) => {
    expect(schema.safeParse({ VIDEO_MODEL: text }).success).toBe(false);
  });
});
