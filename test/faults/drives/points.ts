import { FAILPOINTS, type Failpoint } from '../../../libs/shared/src/failpoints/failpoint.ts';
import type { StackService } from '../../../scripts/stack/stack-plan.ts';

export const STRIKES = ['kill', 'term', 'stop', 'throw'] as const;
export type Strike = (typeof STRIKES)[number];

export interface Case {
  service: StackService;
  point: Failpoint;
  strike: Strike;
}

/** Which services pass a failpoint; those of the engine and of messaging are the same code in each, and take turns. */
const PASSED_BY: Record<string, readonly StackService[]> = {
  order: ['gateway'],
  storyboard: ['planner'],
  cut: ['stitcher'],
  outbox: ['clipper', 'gateway', 'keyframer', 'planner', 'stitcher'],
  inbox: ['keyframer', 'stitcher', 'gateway', 'clipper', 'planner'],
};
const BUYERS: readonly StackService[] = ['clipper', 'keyframer', 'clipper', 'planner'];

/** Pure: every failpoint with every strike, or those whose name (`clipper.poll.before:kill`) has `only` in it. */
export function listCases(only = ''): Case[] {
  const cases = FAILPOINTS.flatMap((point, i) => {
    const services = PASSED_BY[point.split('.')[0] ?? ''] ?? BUYERS;
    return STRIKES.map((strike, k) => ({ service: services[(i + k) % services.length] ?? 'clipper', point, strike }));
  });
  return cases.filter((it) => nameOf(it).includes(only));
}

export function nameOf({ service, point, strike }: Case): string {
  return `${service}.${point}:${strike}`;
}
