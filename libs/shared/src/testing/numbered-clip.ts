import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface NumberedClip {
  path: string;
  /** Which clip it is: seen as the blue of its picture, 0 to 15. */
  id: number;
  frames?: number;
  fps?: string;
  size?: string;
  /** A beep from the second half of this frame's time on; null is a clip without sound. */
  beepAtFrame?: number | null;
  sound?: string[];
  encoder?: string[];
}

/** A clip whose every frame tells its own number, so that a film can be read frame by frame. */
export async function makeNumberedClip(clip: NumberedClip): Promise<string> {
  const { path, id, frames = 48, fps = '24', size = '320x180', beepAtFrame = 12, sound = [], encoder = [] } = clip;
  const [rate = 24, per = 1] = fps.split('/').map(Number);
  const seconds = (frames * per) / rate;
  const at = ((beepAtFrame ?? 0) * per) / rate;
  const beep = `aevalsrc=exprs='0.5*sin(2*PI*1000*t)*between(t\\,${at}\\,${at + 0.2})':s=48000:d=${seconds}`;
  await run('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', `color=c=black:s=${size}:r=${fps}:d=${((frames - 0.5) * per) / rate}`],
    ...(beepAtFrame === null ? [] : ['-f', 'lavfi', '-i', beep, '-c:a', 'aac', '-ac', '2', ...sound]),
    ...['-vf', `format=yuv420p,geq=lum=20+3*N:cb=40+12*${id}:cr=128`],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '10', ...encoder, '-movflags', '+faststart', '-y', path],
  ]);
  return path;
}

export interface ReadFrame {
  id: number;
  number: number;
}

/** Which frame of which clip each frame of a film is. */
export async function readNumbers(path: string): Promise<ReadFrame[]> {
  const args = ['-v', 'error', '-i', path, '-vf', 'crop=64:64,scale=2:2', '-fps_mode', 'passthrough'];
  const { stdout } = await run('ffmpeg', [...args, '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-'], {
    encoding: 'buffer',
    maxBuffer: 64 * 1024 * 1024,
  });
  return Array.from({ length: stdout.length / 6 }, (_, frame) => ({
    id: Math.round(((stdout[frame * 6 + 4] ?? 0) - 40) / 12),
    number: Math.round(((stdout[frame * 6] ?? 0) - 20) / 3),
  }));
}

/** Where the beeps of a film begin, in samples of 48 kHz. */
export async function readBeeps(path: string): Promise<number[]> {
  const samples = await readSound(path);
  const beeps: number[] = [];
  let loudAt = -Infinity;
  for (const [at, value] of samples.entries()) {
    if (Math.abs(value) < 2000) continue;
    if (at - loudAt > 4800) beeps.push(at);
    loudAt = at;
  }
  return beeps;
}

/** The left channel. */
export async function readSound(path: string): Promise<Int16Array> {
  const args = ['-v', 'error', '-i', path, '-map', '0:a:0', '-af', 'pan=mono|c0=c0', '-f', 's16le', '-'];
  const { stdout } = await run('ffmpeg', args, { encoding: 'buffer', maxBuffer: 512 * 1024 * 1024 });
  return new Int16Array(stdout.buffer, stdout.byteOffset, stdout.length / 2);
}
