import { describe, expect, it } from '@jest/globals';
import { buildInstallAdvice } from './system-packages.ts';

describe('buildInstallAdvice', () => {
  it('says why, and what to type with each package manager', () => {
    const advice = buildInstallAdvice({
      reason: 'Films need ffmpeg',
      apt: 'ffmpeg',
      dnf: 'ffmpeg-free',
      brew: 'ffmpeg',
    });
    expect(advice).toMatch(/^Films need ffmpeg\. Install it and run this again:/);
    expect(advice).toContain('sudo apt-get install --no-install-recommends ffmpeg\n');
    expect(advice).toContain('sudo dnf install ffmpeg-free\n');
    expect(advice).toMatch(/brew install ffmpeg$/);
  });
});
