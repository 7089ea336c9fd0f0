import { loadAddresses, SERVER_NAMES } from '../scripts/servers/server-addresses.ts';
import { PROBES } from '../scripts/servers/probes.ts';

/** Fails the whole run at once, with what to do, where each suite would fail with a refused connection. */
export default async function requireServers() {
  const leftOut = (process.env.REELWRIGHT_WITHOUT ?? '').split(',');
  const wanted = SERVER_NAMES.filter((name) => !leftOut.includes(name));
  const addresses = await loadAddresses();
  const complaints = await Promise.all(wanted.map((name) => complaintAbout(name, addresses[name])));
  const missing = complaints.filter((complaint) => complaint !== null);
  if (missing.length > 0)
    throw new Error(`These tests need real servers. Run: npm run servers:up\n${missing.join('\n')}`);
}

async function complaintAbout(name, address) {
  if (address === undefined) return `  ${name}: not in .reelwright/servers.json`;
  try {
    await PROBES[name](address);
    return null;
  } catch (error) {
    return `  ${name}: does not answer at ${JSON.stringify(address)} (${error.message})`;
  }
}
