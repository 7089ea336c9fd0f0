import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { box, findBox, fullBox, listBoxes, uint32 } from '@shared/media/mp4/boxes';
import { makeNumberedClip, type NumberedClip } from '@shared/testing/numbered-clip';

const run = promisify(execFile);

/** Makes one broken or lying file at `path`; all are to be two seconds of scene 2. */
export type MakeFile = (path: string) => Promise<void>;

const clip =
  (changes: Partial<NumberedClip> = {}): MakeFile =>
  async (path) => {
    await makeNumberedClip({ path, id: 2, ...changes });
  };

const bytes =
  (content: string | Buffer): MakeFile =>
  async (path) =>
    writeFile(path, content);

/** A good clip, then spoilt. The header is at its end, so that it may grow. */
const spoilt =
  (spoil: (file: Buffer) => Buffer, changes: Partial<NumberedClip> = {}): MakeFile =>
  async (path) => {
    await makeNumberedClip({ path, id: 2, ...changes });
    const headerLast = `${path}.mov.mp4`;
    await run('ffmpeg', ['-v', 'error', '-i', path, '-map', '0', '-c', 'copy', '-y', headerLast]);
    await writeFile(path, spoil(await readFile(headerLast)));
  };

const FTYP = box('ftyp', Buffer.from('isom\0\0\0\0isom', 'latin1'));

/** Files of which no film can be made. */
export const REFUSED: Record<string, MakeFile> = {
  'a page': bytes('<!doctype html><title>502 Bad Gateway</title>'),
  'a page that begins like a film': bytes(Buffer.concat([FTYP, Buffer.from('<html>')])),
  nothing: bytes(''),
  'a playlist': bytes('#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n'),
  'a list of files': bytes('ffconcat version 1.0\nfile /etc/passwd\n'),
  'a header without what it describes': spoilt((file) => file.subarray(-boxOf(file, 'moov').length)),
  'the first two thirds': async (path) => {
    await makeNumberedClip({ path, id: 2 });
    const whole = await readFile(path);
    await writeFile(path, whole.subarray(0, Math.floor(whole.length * 0.67)));
  },
  'a frame in the middle overwritten': async (path) => {
    await makeNumberedClip({ path, id: 2, encoder: ['-g', '250', '-crf', '4'] });
    const file = await readFile(path);
    file.fill(0xa5, file.length - 3000, file.length - 1500);
    await writeFile(path, file);
  },
  'no frame at all': spoilt((file) => patch(file, 'stsz', 8, uint32(0))),
  'a million edits': spoilt((file) => addEdits(file, 1_000_000)),
  'frames without end': spoilt((file) => patch(file, 'stsz', 8, uint32(0x7fffffff))),
  'times without end': spoilt((file) => patch(file, 'stts', 8, uint32(0xffffffff))),
  'boxes in boxes, a hundred thousand deep': bytes(Buffer.concat([FTYP, nest(100_000)])),
  'a picture of 16 000 x 16 000': async (path) => {
    const args = ['-v', 'error', '-f', 'lavfi', '-i', 'color=s=64x64:r=24:d=2', '-c:v', 'png', '-f', 'mov', '-y', path];
    await run('ffmpeg', args);
    await writeFile(path, enlarge(await readFile(path)));
  },
  'sound alone': async (path) => {
    await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'sine=d=2', '-c:a', 'aac', '-f', 'mp4', '-y', path]);
  },
  'a thousand frames in a second': clip({ fps: '1000', frames: 2000, size: '64x64' }),
};

/** Files that are odd and yet two seconds of a scene. */
export const TAKEN: Record<string, MakeFile> = {
  'a length of ten hours over frames of two seconds': spoilt((file) =>
    patch(file, 'mdhd', 16, uint32(36_000 * 12_288)),
  ),
  'frames of twelve minutes each in a track of two seconds': spoilt((file) =>
    patch(file, 'stts', 12, uint32(750 * 12_288)),
  ),
  'a header of ten hours over tracks of two seconds': spoilt((file) => patch(file, 'mvhd', 16, uint32(36_000_000))),
  'a picture that lies on its side': spoilt(
    (file) => patch(file, 'tkhd', 40, uint32(0, 0x10000, 0, -0x10000, 0, 0, 180 * 0x10000, 0)),
    { size: '180x320' },
  ),
  'frames of changing length': async (path) => {
    await makeNumberedClip({ path: `${path}.whole.mp4`, id: 2 });
    const select = 'select=not(eq(mod(n\\,5)\\,3))';
    const args = [
      '-v',
      'error',
      '-i',
      `${path}.whole.mp4`,
      '-vf',
      select,
      '-fps_mode',
      'vfr',
      '-c:a',
      'copy',
      '-y',
      path,
    ];
    await run('ffmpeg', args);
  },
  'odd sizes': clip({ size: '321x181', encoder: ['-pix_fmt', 'yuv444p'] }),
  'no sound': clip({ beepAtFrame: null }),
  'sound of one channel at 22 kHz': clip({ sound: ['-ar', '22050', '-ac', '1'] }),
  'flat pixels': clip({ encoder: ['-aspect', '4:3'] }),
  'ten bits': clip({ encoder: ['-pix_fmt', 'yuv420p10le'] }),
  'half pictures': clip({ encoder: ['-x264-params', 'tff=1'] }),
  'sound that comes late': async (path) => {
    await makeNumberedClip({ path: `${path}.whole.mp4`, id: 2 });
    const late = [
      '-itsoffset',
      '0.25',
      '-i',
      `${path}.whole.mp4`,
      '-map',
      '0:v',
      '-map',
      '1:a',
      '-c',
      'copy',
      '-t',
      '2',
    ];
    await run('ffmpeg', ['-v', 'error', '-i', `${path}.whole.mp4`, ...late, '-y', path]);
  },
};

function boxOf(file: Buffer, type: string): Buffer {
  const found = [...listBoxes(file)].find((one) => one.type === type);
  if (!found) throw new Error(`no ${type}`);
  return file.subarray(found.start - 8, found.end);
}

/** Overwrites bytes of a box of the first track or of the movie, at a place in its body. */
function patch(file: Buffer, type: string, at: number, value: Buffer): Buffer {
  const place = findDeep(file, type, { start: 0, end: file.length });
  if (place === null) throw new Error(`no ${type}`);
  value.copy(file, place + at);
  return file;
}

const PARENTS = ['moov', 'trak', 'mdia', 'minf', 'stbl'];

function findDeep(file: Buffer, type: string, parent: { start: number; end: number }): number | null {
  const own = findBox(file, parent, type);
  if (own) return own.start;
  for (const child of listBoxes(file, parent.start, parent.end)) {
    const found = PARENTS.includes(child.type) ? findDeep(file, type, child) : null;
    if (found !== null) return found;
  }
  return null;
}

// All but the first show nothing.
function addEdits(file: Buffer, count: number): Buffer {
  const moov = boxOf(file, 'moov');
  const rows = Buffer.alloc(count * 12);
  uint32(2000, 1024, 0x10000).copy(rows);
  for (let row = 1; row < count; row++) uint32(0, 1024, 0x10000).copy(rows, row * 12);
  const children = [...listBoxes(moov, 8)].map(({ type, start, end }) =>
    type === 'trak'
      ? withEdits(moov.subarray(start, end), fullBox('elst', 0, uint32(count), rows))
      : moov.subarray(start - 8, end),
  );
  return Buffer.concat([file.subarray(0, file.length - moov.length), box('moov', ...children)]);
}

function withEdits(trak: Buffer, elst: Buffer): Buffer {
  const kept = [...listBoxes(trak)].filter(({ type }) => type !== 'edts');
  return box('trak', ...kept.map(({ start, end }) => trak.subarray(start - 8, end)), box('edts', elst));
}

function nest(depth: number): Buffer {
  const bytes_ = Buffer.alloc(depth * 8);
  for (let level = 0; level < depth; level++) {
    bytes_.writeUInt32BE((depth - level) * 8, level * 8);
    bytes_.write(level === 0 ? 'moov' : 'trak', level * 8 + 4, 'latin1');
  }
  return bytes_;
}

// The track says 64 x 64; each picture in it says 16 000 x 16 000.
function enlarge(file: Buffer): Buffer {
  for (let at = file.indexOf('IHDR'); at >= 0; at = file.indexOf('IHDR', at + 4)) {
    uint32(16_000, 16_000).copy(file, at + 4);
  }
  return file;
}
