import type { VideoFacts } from '@shared/media/video-facts';

/** What is known of an ordinary clip: 4 s of 720p at 24 fps with stereo sound. */
export function aClip(changes: Partial<VideoFacts> = {}): VideoFacts {
  return {
    durationSeconds: 4,
    width: 1280,
    height: 720,
    fps: 24,
    frameRate: '24/1',
    frames: 96,
    packets: 96,
    videoCodec: 'h264',
    pixelAspect: '1:1',
    isInterlaced: false,
    pixelFormat: 'yuv420p',
    rotationDegrees: 0,
    audio: { frames: 189, packets: 189, durationSeconds: 4 },
    ...changes,
  };
}
