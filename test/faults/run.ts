import { parseArgs } from 'node:util';
import { runRandomKills } from './drives/run-random-kills.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
});
const isGood = await runRandomKills({ kills: Number(values.kills), seed: Number(values.seed) });
process.exitCode = isGood ? 0 : 1;
