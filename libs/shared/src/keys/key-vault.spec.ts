import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { keyIdOf, KeyVault } from './key-vault';
import { readMasterKeys } from './master-keys';

const SECRET = 'sk-planted-4711';
const OLD = randomBytes(32).toString('base64');
const NEW = randomBytes(32).toString('base64');

const vaultOf = (MASTER_KEY?: string) => new KeyVault(readMasterKeys({ MASTER_KEY }));

describe('a vault', () => {
  it('gives back what it sealed, and shows nothing of it', () => {
    const sealed = vaultOf(NEW).seal(SECRET, 'fal/first');
    expect(sealed).not.toContain(SECRET);
    expect(sealed).not.toContain(Buffer.from(SECRET).toString('base64url'));
    expect(vaultOf(NEW).unseal(sealed, 'fal/first')).toBe(SECRET);
    expect(vaultOf(NEW).seal(SECRET, 'fal/first')).not.toBe(sealed);
  });

  it('reads what an older master key has sealed, and says that it is outdated', () => {
    const sealed = vaultOf(OLD).seal(SECRET, 'fal/first');
    const both = vaultOf(`${NEW},${OLD}`);
    expect(both.unseal(sealed, 'fal/first')).toBe(SECRET);
    expect(both.isOutdated(sealed)).toBe(true);
    expect(both.isOutdated(both.seal(SECRET, 'fal/first'))).toBe(false);
  });

  it('names the master key that is missing', () => {
    const sealed = vaultOf(OLD).seal(SECRET, 'fal/first');
    const words = `fal/first is encrypted under the master key ${keyIdOf(sealed)}, and MASTER_KEY`;
    expect(() => vaultOf(NEW).unseal(sealed, 'fal/first')).toThrow(`${words} holds `);
    expect(() => vaultOf().unseal(sealed, 'fal/first')).toThrow(`${words} is not set`);
  });

  it.each([
    ['for another owner', (sealed: string) => sealed, 'fal/second'],
    ['with another text', (sealed: string) => sealed.replace(/\.(\w)([^.]*)\.([^.]*)$/, '.A$2.$3'), 'fal/first'],
    ['cut short', (sealed: string) => sealed.slice(0, -4), 'fal/first'],
    ['of nothing', () => '', 'fal/first'],
  ])('refuses what is presented %s', (_, spoil, owner) => {
    const vault = vaultOf(NEW);
    const sealed = vault.seal(SECRET, 'fal/first');
    expect(() => vault.unseal(spoil(sealed), owner)).toThrow(/was changed since|of an unknown form/);
  });

  it('without a master key seals nothing', () => {
    expect(() => vaultOf().seal(SECRET, 'fal/first')).toThrow('There is no MASTER_KEY');
  });
});

describe('master keys', () => {
  it.each(['short', `${NEW}x`, `${NEW},${OLD.slice(0, 20)}`])('are 32 bytes, and never shown: %#', (text) => {
    const read = () => readMasterKeys({ MASTER_KEY: text });
    expect(read).toThrow('must be 32 bytes in base64');
    expect(read).not.toThrow(text.split(',').at(-1));
  });

  it('come from a file as well, one a line', () => {
    const MASTER_KEY_FILE = join(mkdtempSync(join(tmpdir(), 'reelwright-keys-')), 'master');
    writeFileSync(MASTER_KEY_FILE, `${NEW}\n${OLD}\n`);
    expect(readMasterKeys({ MASTER_KEY_FILE })).toEqual(readMasterKeys({ MASTER_KEY: `${NEW},${OLD}` }));
    expect(() => readMasterKeys({ MASTER_KEY_FILE: '/nowhere' })).toThrow('/nowhere cannot be read (ENOENT)');
    expect(() => readMasterKeys({ MASTER_KEY: NEW, MASTER_KEY_FILE })).toThrow('must not be set beside');
  });
});
