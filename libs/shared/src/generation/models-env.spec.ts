import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { VIDEO_MODEL } from './models-env';

describe('the model of a stage', () => {
  const schema = z.object(VIDEO_MODEL);

  it('has a default', () => {
    expect(schema.parse({})).toEqual({ VIDEO_MODEL: 'gemini-omni-1.2-flash' });
  });

  it('must have a price', () => {
    expect(schema.safeParse({ VIDEO_MODEL: 'unheard-of' }).success).toBe(false);
  });
});
