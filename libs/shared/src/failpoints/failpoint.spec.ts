import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failpoint, FAILPOINTS, onFailpoint } from './failpoint';
import { armFailpoints } from './mines';

const ROOT = join(import.meta.dirname, '../../../..');
const folders: string[] = [];

function setup(mines: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'mines-'));
  folders.push(folder);
  for (const [name, action] of Object.entries(mines)) writeFileSync(join(folder, name), action);
  armFailpoints(folder, 'clipper');
  return folder;
}

afterEach(() => {
  onFailpoint(null);
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('a failpoint', () => {
  it('does nothing in a process that was never armed, at the cost of a call', () => {
    const begun = performance.now();
    for (let i = 0; i < 1_000_000; i++) if (failpoint('poll.before') !== undefined) throw new Error('armed');
    // A million calls: far below a microsecond each, on any machine.
    expect(performance.now() - begun).toBeLessThan(500);
  });

  it('strikes once, however many pass', async () => {
    const folder = setup({ 'clipper.poll.before.1': 'throw' });
    await expect(failpoint('poll.before')).rejects.toThrow('struck at poll.before');
    await failpoint('poll.before');
    expect(readdirSync(folder)).toEqual([`struck-${process.pid}-clipper.poll.before.1`]);
  });

  it('lets those pass for whom a mine says so, and strikes the next', async () => {
    setup({ 'clipper.poll.after.1': 'pass', 'clipper.poll.after.2': 'throw' });
    await failpoint('poll.after');
    await expect(failpoint('poll.after')).rejects.toThrow('struck');
  });

  it('leaves mines of other places and services alone', async () => {
    const folder = setup({ 'clipper.poll.after.1': 'throw', 'planner.poll.before.1': 'throw' });
    await failpoint('poll.before');
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('is passed somewhere in the code', () => {
    const sources = ['apps', 'libs'].flatMap((folder) => listFiles(join(ROOT, folder))).filter(isSource);
    const code = sources.map((file) => readFileSync(file, 'utf8')).join('');
    expect(FAILPOINTS.filter((point) => !code.includes(`await failpoint('${point}')`))).toEqual([]);
  });

  it('can only be armed by the setting FAILPOINTS, which nothing that we deploy sets', () => {
    const runService = readFileSync(join(ROOT, 'libs/shared/src/service/run-service.ts'), 'utf8');
    expect(runService.match(/armFailpoints\(/g)).toHaveLength(1);
    expect(runService).toContain('if (config.FAILPOINTS !== undefined) armFailpoints(');
    const deployed = ['docker-compose.yml', 'Dockerfile'].map((file) => join(ROOT, file));
    for (const file of [...deployed, ...listFiles(join(ROOT, 'k8s'))])
      expect(readFileSync(file, 'utf8')).not.toContain('FAILPOINTS');
  });
});

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function isSource(file: string): boolean {
  return file.endsWith('.ts') && !/\/node_modules\/|\.spec\.ts$/.test(file);
}
