import { tmpdir } from 'node:os';
import { z } from 'zod';
import { artifactsEnv } from '@shared/artifacts/artifacts-env';
import { serviceEnv } from '@shared/config/service-env';
import { mediaEnv } from '@shared/media/media-env';

const count = (most: number) => z.coerce.number().int().min(1).max(most);

/** What the stitcher asks of its settings; standalone gives these without an environment. */
export const stitcherSettingsSchema = z.object({
  ...mediaEnv,
  /** Folder for clips and films in the making; only processes of this machine may share it. Default: the system's own. */
  WORK_DIR: z.string().min(1).default(tmpdir()),
  /** Films in the making that one process holds: each takes the clips in as they come, and waits without work. Default 50. */
  FILMS_AT_ONCE: count(1000).default(50),
  /** Clips that one process prepares, and films that it illustrates, at the same time. Default 2. */
  TASKS_AT_ONCE: count(64).default(2),
  /** Media programs that one process runs at the same time. Default 4. */
  FFMPEG_AT_ONCE: count(64).default(4),
  /** Clips of one film that are fetched at the same time. Default 4. */
  DOWNLOADS_AT_ONCE: count(64).default(4),
});

export const stitcherConfigSchema = stitcherSettingsSchema.extend({ ...serviceEnv, ...artifactsEnv });

export type StitcherSettings = z.infer<typeof stitcherSettingsSchema>;
export type StitcherConfig = z.infer<typeof stitcherConfigSchema>;
