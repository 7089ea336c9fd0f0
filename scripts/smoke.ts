import { parseArgs } from 'node:util';
import { VENDORS, type Vendor } from '@shared/vendors/model-capabilities';
import { smokeVendor } from './smoke/smoke-vendor.ts';

const USAGE = `npm run smoke -- --provider ${VENDORS.join('|')}
  buys the cheapest unit of each kind where the vendor's key is set (see .env.example), and prints what it cost and how the answers
  differ from the simulator's. It costs real money. Without a key nothing is bought, and the exit code is 0.`;

const { values } = parseArgs({ options: { provider: { type: 'string', default: '' } } });
const vendor = VENDORS.find((name) => name === values.provider);

if (vendor === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else process.exitCode = await run(vendor);

async function run(name: Vendor): Promise<number> {
  try {
    for await (const line of smokeVendor(name, process.env)) console.log(line);
    return 0;
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}
