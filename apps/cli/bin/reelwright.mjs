#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('../../../dist/apps/cli/main.js', import.meta.url);
if (!existsSync(program)) {
  console.error('reelwright is not built yet. Type: npm run build');
  process.exit(2);
}
await import(program.href);
