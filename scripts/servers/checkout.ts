import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The root of this checkout. */
export const CHECKOUT_DIR = resolve(import.meta.dirname, '../..');

/** What runs here keeps its state here; `git clean -xdf` removes it. */
export const STATE_DIR = join(CHECKOUT_DIR, '.reelwright');
export const SERVERS_DIR = join(STATE_DIR, 'servers');
export const LOCKS_DIR = join(STATE_DIR, 'locks');

/** What costs minutes to make is outside the checkout and shared by all checkouts. */
export const CACHE_DIR = resolve(
  process.env['REELWRIGHT_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'reelwright'),
);
