import { setFlagsFromString } from 'node:v8';

/**
 * To be called once, when a process starts. V8 looks at the size of its own objects when it decides how long dead ones may
 * lie, not at the 64 KiB of stream that each small Buffer holds: a small young space and an old one that hardly grows are
 * cleared before they add up.
 */
export function keepGarbageSmall(): void {
  setFlagsFromString('--scavenger-max-new-space-capacity-mb=4');
  setFlagsFromString('--optimize-for-size');
}
