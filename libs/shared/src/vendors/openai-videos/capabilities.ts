import { videoModel } from '../describe-model';
import type { Lifecycle, VideoModel } from '../model-capabilities';

/** Where the wire comes from, and is spoken no more. */
const FORMER_HOME = 'api.openai.com';

const RETIRED = {
  phase: 'retired',
  retiredOn: '2026-09-24',
  successors: ['gemini-omni-1.2-flash', 'veo-3.1-generate-001'],
} as const satisfies Lifecycle;

type Sora = Pick<VideoModel, 'model' | 'sizes'> & { rate: VideoModel['prices'][number]['rate'] };

const SORAS: readonly Sora[] = [
  { model: 'sora-2', sizes: ['720p'], rate: { '720p': 100_000 } },
  { model: 'sora-2-pro', sizes: ['720p', '1080p'], rate: { '720p': 300_000, '1080p': 500_000 } },
];

/** What can be bought at an address that speaks the Videos wire: at its former home nothing. */
export function openAiVideoModels(baseUrl: string): readonly VideoModel[] {
  const lifecycle: Lifecycle = new URL(baseUrl).hostname === FORMER_HOME ? RETIRED : { phase: 'current' };
  return SORAS.map(({ model, sizes, rate }) =>
    videoModel({
      vendor: 'openai-videos',
      model,
      seconds: [4, 8, 12],
      sizes,
      lastFrame: false,
      sound: 'always',
      lifecycle,
      ways: { list: true },
      prices: [{ from: '2026-01-01', to: null, rate, source: 'OpenAI, before 2026-09-24; a gateway has its own' }],
    }),
  );
}
