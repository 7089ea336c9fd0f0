import type { FleetWish } from '../fleet/fleet.ts';

export const MAX_IN_FLIGHT = 6;

/** Twenty times as fast as a real provider; only leases are as long as ever. */
export const FLEET: FleetWish = {
  name: 'faults',
  replicas: { clipper: 3, keyframer: 2, planner: 2, stitcher: 2, gateway: 1 },
  timeScale: 0.05,
  settings: {
    SIMULATOR_MEDIA: 'cached',
    // Killed members leave their groups as much faster as everything else is.
    KAFKA_SESSION_TIMEOUT_MS: '1500',
    PROVIDER_MAX_IN_FLIGHT: String(MAX_IN_FLIGHT),
    PROVIDER_MAX_PER_MINUTE: '100000',
    PROVIDER_REQUEST_TIMEOUT_MS: '3000',
    // A unit that is hit again and again is not at fault.
    MAX_ATTEMPTS: '20',
    RESYNC_AFTER_MS: '300000',
  },
};

/** Small: the rarest failpoints are those that a film passes once. */
export const ORDER = { scenes: 2, sceneSeconds: 3, resolution: '360p', budgetUsd: '10' };
