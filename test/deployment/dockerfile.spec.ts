import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { readText } from './read-checkout';

const ROOT = resolve(import.meta.dirname, '../..');

describe('the Dockerfile', () => {
  it('copies the manifest of every workspace, without which npm refuses to install', () => {
    const workspaces = ['apps', 'libs'].flatMap((folder) =>
      readdirSync(resolve(ROOT, folder)).map((name) => `${folder}/${name}`),
    );
    const dockerfile = readText('Dockerfile');
    for (const workspace of workspaces) expect(dockerfile).toContain(`COPY ${workspace}/package.json ${workspace}/\n`);
  });

  it('installs ffmpeg only where images and films of others are touched', () => {
    const stages = [...readText('Dockerfile').matchAll(/^FROM media AS (\w+)$/gm)].map(([, app]) => app);
    expect(stages).toEqual(['planner', 'clipper', 'stitcher', 'simulator']);
  });

  it('runs nothing as root', () => {
    expect(readText('Dockerfile')).toMatch(/^USER 1000:1000$/m);
  });
});
