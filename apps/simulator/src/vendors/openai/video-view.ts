import type { Resolution, VideoRatio } from '../../catalogue/video-formats';
import { type Operation, wireStatusAt } from '../../operations/operation';

type Form = { ratio: VideoRatio; resolution: Extract<Resolution, '720p' | '1080p'> };

export const SIZES = {
  '1280x720': { ratio: '16:9', resolution: '720p' },
  '720x1280': { ratio: '9:16', resolution: '720p' },
  '1792x1024': { ratio: '16:9', resolution: '1080p' },
  '1024x1792': { ratio: '9:16', resolution: '1080p' },
} as const satisfies Record<string, Form>;

const KEPT_MS = 24 * 3_600_000;

/** A video object: its progress while it is made, an error where it came to none. */
export function toVideo(operation: Operation, nowMs: number): object {
  const { id, model, brief, end, acceptedAtMs } = operation;
  const status = wireStatusAt(operation, nowMs);
  const isFailed = end !== null && end.status !== 'completed';
  return {
    id,
    object: 'video',
    model,
    status: isFailed ? 'failed' : status,
    progress: toProgress(operation, nowMs),
    created_at: toSeconds(acceptedAtMs),
    completed_at: end === null ? null : toSeconds(end.atMs),
    expires_at: end === null ? null : toSeconds(end.atMs + KEPT_MS),
    error: isFailed ? toError(operation) : null,
    prompt: brief.prompt,
    remixed_from_video_id: null,
    seconds: brief.kind === 'video' ? String(brief.seconds) : '0',
    size: sizeOf(operation),
  };
}

function toProgress({ end, acceptedAtMs, readyAtMs }: Operation, nowMs: number): number {
  if (end !== null) return 100;
  return Math.min(99, Math.floor((100 * (nowMs - acceptedAtMs)) / Math.max(1, readyAtMs - acceptedAtMs)));
}

function toError({ end, flagged = 'The prompt' }: Operation): object {
  if (end?.status === 'refused')
    return { code: 'moderation_blocked', message: `${flagged} was flagged by our moderation system.` };
  return { code: 'server_error', message: 'The server had an error while making the video.' };
}

function sizeOf({ brief }: Operation): string | undefined {
  const forms = Object.entries(SIZES);
  return forms.find(([, { ratio, resolution }]) => {
    return brief.kind === 'video' && brief.ratio === ratio && brief.resolution === resolution;
  })?.[0];
}

function toSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}
