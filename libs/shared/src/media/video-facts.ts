export interface AudioFacts {
  /** Frames that the header declares. */
  frames: number;
  /** Packets that are really there. */
  packets: number;
  durationSeconds: number;
}

/** What is known of a video file after every packet of it was counted. */
export interface VideoFacts {
  /** Of the video stream. */
  durationSeconds: number;
  width: number;
  height: number;
  fps: number;
  /** The exact rate behind `fps`, as ffmpeg writes it: `24/1`, `30000/1001`. */
  frameRate: string;
  /** Frames that the header declares; a truncated file has fewer packets than it declares frames. */
  frames: number;
  /** Packets that are really there. */
  packets: number;
  videoCodec: string;
  /** Width of a pixel against its height: `1:1`, `8:9`; `unknown` is taken for 1:1. */
  pixelAspect: string;
  /** Whether a picture is two half pictures, as of old television. */
  isInterlaced: boolean;
  pixelFormat: string;
  /** Clockwise, as the file asks players to turn it: 0, 90, 180 or 270. */
  rotationDegrees: number;
  audio: AudioFacts | null;
}
