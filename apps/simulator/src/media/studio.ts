import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageBrief, VideoBrief } from '../briefs/brief';
import { createLimit } from './limit';

export type MediaBrief = ImageBrief | VideoBrief;

/** Writes what a brief orders to `path`. The same brief always gives the same picture. */
export type Renderer = (brief: MediaBrief, path: string) => Promise<void>;

export interface StudioOptions {
  directory: string;
  /** Names the file that serves a brief: briefs of one name share one file. */
  nameOf: (brief: MediaBrief) => string;
  render: Renderer;
  /** Most renderings at once. */
  width: number;
}

export interface MadeFile {
  path: string;
  sizeBytes: number;
}

/** Makes each picture and clip once and keeps it; what was lost is made again when it is asked for. */
export class Studio {
  private readonly rendering = new Map<string, Promise<MadeFile>>();
  private readonly limit: ReturnType<typeof createLimit>;

  constructor(private readonly options: StudioOptions) {
    this.limit = createLimit(options.width);
  }

  make(brief: MediaBrief): Promise<MadeFile> {
    const path = join(this.options.directory, this.options.nameOf(brief));
    const running = this.rendering.get(path) ?? this.makeOnce(brief, path);
    this.rendering.set(path, running);
    return running.finally(() => this.rendering.delete(path));
  }

  async read(brief: MediaBrief): Promise<Buffer> {
    return readFile((await this.make(brief)).path);
  }

  private async makeOnce(brief: MediaBrief, path: string): Promise<MadeFile> {
    const sizeBytes = await sizeOf(path).catch(() => null);
    if (sizeBytes !== null) return { path, sizeBytes };
    return this.limit(async () => {
      await mkdir(this.options.directory, { recursive: true });
      const unfinished = join(this.options.directory, `unfinished-${this.options.nameOf(brief)}`);
      await this.options.render(brief, unfinished);
      await rename(unfinished, path);
      return { path, sizeBytes: await sizeOf(path) };
    });
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}

const EXTENSIONS = { image: 'png', video: 'mp4' } as const;

export function nameByContent(brief: MediaBrief): string {
  const { kind } = brief;
  const essence = kind === 'video' ? { ...brief, delivery: null } : brief;
  return `${createHash('sha256').update(JSON.stringify(essence)).digest('hex')}.${EXTENSIONS[kind]}`;
}

export function nameByFormat(brief: MediaBrief): string {
  const format = brief.kind === 'image' ? [brief.size] : [brief.resolution, `${brief.seconds}s`];
  return `cached-${brief.ratio.replace(':', 'x')}-${format.join('-')}.${EXTENSIONS[brief.kind]}`;
}
