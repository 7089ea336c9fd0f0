import type { VideoFacts } from './video-facts';

/** Providers round to whole groups of frames. */
export const DURATION_TOLERANCE_SECONDS = 0.5;
const FPS_TOLERANCE = 0.01;
const MOST_FPS = 120;

export interface ExpectedClip {
  seconds: number;
  /** Default 0.5. */
  toleranceSeconds?: number;
  fps?: number;
  width?: number;
  height?: number;
}

/** All that makes a probed file another clip than the one that was asked for; empty when it is the one. */
export function findClipFaults(facts: VideoFacts, expected: ExpectedClip): string[] {
  return [...findTruncation(facts), ...findDifferences(facts, expected)];
}

function findTruncation({ frames, packets, audio }: VideoFacts): string[] {
  const faults: string[] = [];
  if (packets === 0) faults.push('it has no video frame');
  if (packets !== frames) faults.push(`it declares ${frames} video frames and holds ${packets}: truncated`);
  if (audio && audio.packets !== audio.frames) {
    faults.push(`it declares ${audio.frames} audio frames and holds ${audio.packets}: truncated`);
  }
  return faults;
}

function findDifferences(facts: VideoFacts, expected: ExpectedClip): string[] {
  const { seconds, toleranceSeconds = DURATION_TOLERANCE_SECONDS, fps, width, height } = expected;
  const faults: string[] = [];
  if (Math.abs(facts.durationSeconds - seconds) > toleranceSeconds) {
    faults.push(`it lasts ${facts.durationSeconds} s, asked were ${seconds} s`);
  }
  if (facts.packets > MOST_FPS * (seconds + toleranceSeconds)) {
    faults.push(`it has ${facts.packets} frames in ${seconds} s, at most ${MOST_FPS} a second are taken`);
  }
  if (fps !== undefined && Math.abs(facts.fps - fps) > FPS_TOLERANCE) {
    faults.push(`it runs at ${facts.fps} fps, asked were ${fps}`);
  }
  if (width !== undefined && facts.width !== width) faults.push(`it is ${facts.width} wide, asked were ${width}`);
  if (height !== undefined && facts.height !== height) faults.push(`it is ${facts.height} high, asked were ${height}`);
  return faults;
}
