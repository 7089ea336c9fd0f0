import { waitUntilGone } from '../../../scripts/stack/stack-process.ts';
import type { FleetMember } from '../fleet/fleet.ts';
import { readLogNews } from '../fleet/read-log.ts';
import type { FaultRun } from './fault-run.ts';

/** After the death of a member, however it came: notes what it had in hand and begins it anew. Gives back the statuses of that. */
export async function buryAndRestart(
  { fleet, killed }: FaultRun,
  member: FleetMember,
  { diedAt, withinMs }: { diedAt: number; withinMs: number },
): Promise<string[]> {
  const { owner } = await readLogNews(member);
  if (!(await waitUntilGone(member.process, withinMs)))
    throw new Error(`${member.title} is still there after ${withinMs} ms`);
  const left = owner === null ? [] : await killed.noteDeath(owner, diedAt);
  await fleet.restart(member);
  return left;
}
