import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const SHARED = new URL('../libs/shared/src/', import.meta.url);

// Lets Node run our sources as they are: with the alias, and without extensions.
registerHooks({
  resolve(specifier, context, next) {
    const aliased = specifier.startsWith('@shared/') ? new URL(specifier.slice(8), SHARED).href : specifier;
    if (!/^(\.|file:)/.test(aliased)) return next(specifier, context);
    const url = new URL(`${aliased}.ts`, context.parentURL);
    return next(existsSync(fileURLToPath(url)) ? url.href : aliased, context);
  },
});
