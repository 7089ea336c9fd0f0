import { describe, expect, it } from '@jest/globals';
import type { FilmView, SceneView } from '@shared/contracts/film';
import { renderFaults, renderProgress, renderProgressLine, renderStatus, renderTable, renderTime } from './render-film';

const part = { total: 1, done: 1, running: 0, failed: 0 };

function aFilm(changes: Partial<FilmView> = {}): FilmView {
  return {
    id: 'film_1',
    object: 'film',
    revision: 1,
    status: 'running',
    title: 'Dusk\u001b[31m\nred',
    createdAt: '2026-01-01T00:00:00.000Z',
    finishedAt: null,
    order: {
      prompt: 'a lighthouse',
      style: 'cinematic',
      scenes: 6,
      sceneSeconds: 6,
      aspectRatio: '16:9',
      resolution: '720p',
      continuity: 'chain',
      minClips: 3,
      budgetUsd: '5.000000',
      runThrough: 'film',
      references: [],
      keyframes: [],
      onMissingReference: 'textOnly',
      onRefusal: 'soften',
      models: null,
      fallbackOnRefusal: false,
      approve: [],
      metadata: {},
    },
    progress: {
      storyboard: part,
      keyframes: { total: 7, done: 3, running: 1, failed: 0 },
      clips: { total: 6, done: 1, running: 2, failed: 1 },
      cut: { ...part, done: 0 },
      etaSeconds: 93,
    },
    cost: { estimate: '2.640000', held: '0.417000', captured: '1.251000', limit: '5.000000' },
    gaps: [],
    gate: null,
    videoRevision: null,
    forkedFrom: null,
    cut: { take: 1, transitions: [], loudnessLufs: -16, music: null, captions: 'files' },
    error: null,
    links: {
      self: '',
      events: '',
      cancel: '',
      costs: '',
      storyboard: '',
      retry: '',
      fork: '',
      approve: '',
      reject: '',
      video: null,
      poster: null,
      cut: '',
      stream: null,
      manifest: null,
      timeline: null,
      contactSheet: null,
      preview: null,
      thumbnails: null,
      captionsVtt: null,
      captionsSrt: null,
    },
    scenes: [],
    ...changes,
  };
}

describe('renderProgress', () => {
  it('has a line for each stage and one for the time', () => {
    const lines = renderProgress(aFilm(), 75);
    expect(lines).toHaveLength(5);
    expect(lines[1]).toMatch(/^keyframes {2}█{10}░{14} 3\/7 \(1 running\)$/);
    expect(lines[4]).toBe('1:15 elapsed, about 1:33 left, $1.25 spent');
  });

  it('fits in one line for a log', () => {
    expect(renderProgressLine(aFilm())).toBe(
      'running: storyboard 1/1, keyframes 3/7 (1 running), clips 1/6 (2 running, 1 failed), cut 0/1',
    );
  });
});

describe('renderStatus', () => {
  it('tells status, time, stages, cost and what went wrong', () => {
    const error = { code: 'TOO_FEW_CLIPS' as const, message: '1 of 6 clips' };
    const text = renderStatus(aFilm({ status: 'failed', finishedAt: '2026-01-01T00:02:05.000Z', error }), new Date(0));
    expect(text).toContain('elapsed    2:05');
    expect(text).toContain('cost       $1.25 spent, $0.42 held, $2.64 expected, $5.00 at most');
    expect(text).toContain('error      1 of 6 clips (TOO_FEW_CLIPS)\nhint       See why scenes failed');
  });
});

describe('renderStatus of scenes', () => {
  const part = { sha256: null, link: null, take: 1, pinned: false, stale: null };
  const frame = { ...part, index: 0, status: 'ready' as const, source: 'generated' as const };
  const scene = (n: number, changes: Partial<SceneView> = {}): SceneView => ({
    ...{ n, id: `s${n}`, status: 'ready', description: `what scene ${n} shows`, seconds: 4, transition: 'cut' },
    ...{ start: frame, end: frame, clip: { ...part, status: 'ready', bytes: null, durationSeconds: null } },
    ...{ error: null, why: null, warnings: [], history: [], takes: '' },
    ...changes,
  });
  const linesOf = (changes: Partial<FilmView>): string[] =>
    renderStatus(aFilm(changes), new Date(0))
      .split('\n')
      .filter((line) => /^(scene|waits|next|revision)/.test(line));

  it('tells why one is made anew, what it goes without and what it went through; a gap once; nothing of the others', () => {
    const message = 'refused the prompt';
    const refused = { code: 'PROVIDER_REFUSED_CONTENT' as const, message };
    const at = '2026-01-01T00:00:00.000Z';
    const scenes = [
      scene(1),
      scene(2, { status: 'pending', why: 'the words were changed', warnings: ['made without the image of Ada'] }),
      scene(3, { history: [{ at, part: 'clip', event: 'refused', next: 'soften', message }] }),
      scene(4, { status: 'failed', why: message }),
    ];
    expect(linesOf({ revision: 2, scenes, gaps: [{ scene: 4, ...refused }] })).toEqual([
      'revision   2',
      'scene 2    pending: the words were changed',
      'scene 2    made without the image of Ada',
      'scene 3    clip refused',
      'scene 4 is missing: refused the prompt (PROVIDER_REFUSED_CONTENT)',
    ]);
  });

  it('shows at a gate what there is to decide on, and both ways on', () => {
    const scenes = [scene(1, { status: 'pending' })];
    const links = { ...aFilm().links, storyboard: '/v1/films/film_1/storyboard' };
    expect(linesOf({ status: 'waiting', gate: 'storyboard', scenes, links })).toEqual([
      'scene 1    what scene 1 shows',
      'waits      for somebody to approve its storyboard (GET /v1/films/film_1/storyboard)',
      'next       npx reelwright approve film_1, or reject film_1 --notes "what is to be different"',
    ]);
  });
});

describe('renderFaults', () => {
  it('gives each advice once, and lets nothing that a provider said write over the terminal', () => {
    const refused = { code: 'PROVIDER_REFUSED_CONTENT' as const, message: 'refused the prompt: no\u001b[2J\nway' };
    expect(
      renderFaults(
        aFilm({
          gaps: [
            { scene: 2, ...refused },
            { scene: 4, ...refused },
          ],
        }),
      ),
    ).toEqual([
      'scene 2 is missing: refused the prompt: no [2J way (PROVIDER_REFUSED_CONTENT)',
      'scene 4 is missing: refused the prompt: no [2J way (PROVIDER_REFUSED_CONTENT)',
      'hint       Reword the prompt, or change the image that is named. The same request would be refused again.',
    ]);
  });
});

describe('renderFaults of a scene without its keyframe', () => {
  it('gives the advice for what went wrong there', () => {
    const lacking = { code: 'DEPENDENCY_FAILED' as const, message: 'keyframe 1 failed' };
    const error = { code: 'PROVIDER_REFUSED_CONTENT' as const, message: 'its end keyframe failed: refused' };
    const [missing, hint] = renderFaults(
      aFilm({ gaps: [{ scene: 1, ...lacking }], scenes: [{ n: 1, error } as SceneView] }),
    );
    expect(missing).toBe('scene 1 is missing: its end keyframe failed: refused (PROVIDER_REFUSED_CONTENT)');
    expect(hint).toMatch(/Reword the prompt/);
  });
});

describe('renderTable', () => {
  it('lines up columns, and lets no title write outside its cell', () => {
    const [head, row] = renderTable([aFilm()]).split('\n');
    expect(head).toMatch(/^ID {6}STATUS {3}CLIPS {2}SPENT/);
    expect(row).toContain('Dusk [31m red');
  });

  it('says when there is nothing', () => {
    expect(renderTable([])).toBe('No films');
  });
});

it.each([
  [0, '0:00'],
  [59.9, '0:59'],
  [600, '10:00'],
])('renderTime(%d) is %s', (seconds, text) => {
  expect(renderTime(seconds)).toBe(text);
});
