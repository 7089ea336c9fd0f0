import { z } from 'zod';
import { type Fault, faultsSchema } from './faults/fault';
import { type Latency, latencySchema } from './latency/latency';
import type { Kind } from './catalogue/models';
import { type Offer, OFFERS, offersSchema } from './offers/offers';

export interface SimulatorConfig {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Holds the ledger, what was handed in and what was made; the same directory continues the same world. */
  dataDir: string;
  ffmpegPath: string;
  /** `cached` serves one small file per format instead of rendering each request, `stills` does so for clips alone. */
  media: 'rendered' | 'stills' | 'cached';
  latency: Record<Kind, Latency>;
  /** How long a finished video's file stays PROCESSING, before the time scale. */
  fileLatencyMs: number;
  /** Multiplies every latency; 0 answers at once. */
  timeScale: number;
  /** Most operations in flight by model, `*` for all others; a model without a limit is never told 429. */
  maxInFlight: Readonly<Record<string, number>>;
  faults: Fault[];
  /** By which ways a client can find out what became of a submit whose answer it lost. */
  offers: Offer[];
  /** Whether `DELETE /simulator/ledger` is allowed. */
  admin: boolean;
}

const environmentSchema = z.object({
  SIMULATOR_HOST: z.string().default('127.0.0.1'),
  SIMULATOR_PORT: z.coerce.number().int().min(0).max(65_535).default(8090),
  SIMULATOR_DATA: z.string().min(1).default('.reelwright/simulator'),
  FFMPEG_PATH: z.string().min(1).default('ffmpeg'),
  SIMULATOR_MEDIA: z.enum(['rendered', 'stills', 'cached']).default('rendered'),
  SIMULATOR_TEXT_LATENCY: latencySchema.prefault('8000'),
  SIMULATOR_IMAGE_LATENCY: latencySchema.prefault('12000'),
  SIMULATOR_VIDEO_LATENCY: latencySchema.prefault('lognormal:35000:300000'),
  SIMULATOR_FILE_LATENCY: z.coerce.number().int().nonnegative().default(500),
  SIMULATOR_TIME_SCALE: z.coerce.number().nonnegative().default(1),
  SIMULATOR_MAX_IN_FLIGHT: z.string().default('').transform(parseMaxInFlight),
  SIMULATOR_FAULTS: z.string().default('[]').transform(parseFaults),
  SIMULATOR_OFFERS: z.string().default('webhooks,list').transform(parseOffers),
  SIMULATOR_ADMIN: z.stringbool().default(false),
});

/** Throws one error that names every bad variable. */
export function loadSimulatorConfig(env: Record<string, string | undefined>): SimulatorConfig {
  const parsed = environmentSchema.safeParse(env);
  if (!parsed.success) throw new Error(`Bad simulator settings:\n${z.prettifyError(parsed.error)}`);
  const settings = parsed.data;
  return Object.freeze({
    host: settings.SIMULATOR_HOST,
    port: settings.SIMULATOR_PORT,
    dataDir: settings.SIMULATOR_DATA,
    ffmpegPath: settings.FFMPEG_PATH,
    media: settings.SIMULATOR_MEDIA,
    latency: {
      text: settings.SIMULATOR_TEXT_LATENCY,
      image: settings.SIMULATOR_IMAGE_LATENCY,
      video: settings.SIMULATOR_VIDEO_LATENCY,
    },
    fileLatencyMs: settings.SIMULATOR_FILE_LATENCY,
    timeScale: settings.SIMULATOR_TIME_SCALE,
    maxInFlight: settings.SIMULATOR_MAX_IN_FLIGHT,
    faults: settings.SIMULATOR_FAULTS,
    offers: settings.SIMULATOR_OFFERS,
    admin: settings.SIMULATOR_ADMIN,
  });
}

// `5` holds for every model, `gemini-omni-1.2-flash=2,*=8` for each by name.
function parseMaxInFlight(rawLimits: string, context: z.RefinementCtx): Record<string, number> {
  const limits: Record<string, number> = {};
  for (const rawLimit of rawLimits.split(',').filter(Boolean)) {
    const [, model = '*', rawCount] = /^(?:([^=]+)=)?(\d+)$/.exec(rawLimit.trim()) ?? [];
    if (rawCount === undefined) context.addIssue(`expected <count> or <model>=<count>, got "${rawLimit}"`);
    else limits[model] = Number(rawCount);
  }
  return limits;
}

function parseFaults(rawFaults: string, context: z.RefinementCtx): Fault[] {
  try {
    return faultsSchema.parse(JSON.parse(rawFaults));
  } catch (error) {
    context.addIssue(error instanceof z.ZodError ? z.prettifyError(error) : `not JSON: ${String(error)}`);
    return [];
  }
}

// `none` is a name for the empty list: a setting that is empty counts as not set.
function parseOffers(rawOffers: string, context: z.RefinementCtx): Offer[] {
  const names = rawOffers === 'none' ? [] : rawOffers.split(',').map((name) => name.trim());
  const parsed = offersSchema.safeParse(names);
  if (parsed.success) return parsed.data;
  context.addIssue(`expected none or some of ${OFFERS.join(', ')}, joined by commas, got "${rawOffers}"`);
  return [];
}
