import { describe, expect, it } from '@jest/globals';
import { FilmMaker } from '../test/film-maker';
import { aSimulator } from '../test/running-simulator';

const TEXT = { model: 'gemini-3.8-flash', input: 'Say something', labels: { attempt: 'a1' } };
const VIDEO = { model: 'gemini-omni-1.2-flash', input: 'A walk' };
const SLOW = { SIMULATOR_TEXT_LATENCY: '60000', SIMULATOR_MEDIA: 'cached' };

async function setup(env: Record<string, string> = {}) {
  const simulator = await aSimulator(env);
  return {
    simulator,
    maker: () => new FilmMaker(simulator.url),
    [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose](),
  };
}

describe('the simulator', () => {
  it('answers structured text by generateContent', async () => {
    await using bundle = await setup();
    const response = await bundle.maker().ai.models.generateContent({
      model: 'gemini-3.8-flash',
      contents: 'Name a colour',
      config: {
        responseMimeType: 'application/json',
        responseJsonSchema: { type: 'object', properties: { colour: { type: 'string', enum: ['teal'] } } },
      },
    });
    expect(JSON.parse(response.text ?? '')).toEqual({ colour: 'teal' });
    expect(response.usageMetadata?.totalTokenCount).toBeGreaterThan(0);
  });

  it('draws an image by generateContent in the size that was asked for', async () => {
    await using bundle = await setup();
    const response = await bundle.maker().ai.models.generateContent({
      model: 'gemini-nano-banana-2.1',
      contents: 'A fox in the snow',
      config: { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '9:16', imageSize: '512' } },
    });
    const data = response.candidates?.[0]?.content?.parts?.[0]?.inlineData?.data ?? '';
    const png = Buffer.from(data, 'base64');
    expect([png.toString('latin1', 1, 4), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(['PNG', 384, 688]);
  });

  it('books what it accepted under its labels, at its price', async () => {
    await using bundle = await setup();
    const maker = bundle.maker();
    const { id } = await maker.create({ ...TEXT, model: 'gemini-nano-banana-2.1' });
    await maker.finished(id);
    const ledger = await bundle.simulator.ledger();
    expect(ledger.entries).toMatchObject([
      { id, kind: 'image', status: 'completed', costMicros: 33_600, labels: { attempt: 'a1' } },
    ]);
    expect(ledger).toMatchObject({ totals: { count: 1, costMicros: 33_600 }, posts: { a1: 1 } });
  });

  it.each([
    [
      'a duration that is a number',
      { ...VIDEO, response_format: { type: 'video', duration: 6 } },
      'BadRequestError',
      400,
    ],
    [
      'a duration out of bounds',
      { ...VIDEO, response_format: { type: 'video', duration: '16s' } },
      'BadRequestError',
      400,
    ],
    ['a last frame without a first', { ...VIDEO, input: '<LAST_FRAME>@Image1 go' }, 'BadRequestError', 400],
    ['an unknown model', { ...TEXT, model: 'gemini-99' }, 'NotFoundError', 404],
    ['a retired model', { ...TEXT, model: 'veo-3.1-generate-preview' }, 'NotFoundError', 404],
  ])('refuses %s and books nothing', async (_, request, name, status) => {
    await using bundle = await setup();
    await expect(bundle.maker().create(request)).rejects.toMatchObject({ name, status });
    expect((await bundle.simulator.ledger()).totals.count).toBe(0);
  });

  it.each([
    ['429-minute', 'RateLimitError', 0],
    ['429-day', 'RateLimitError', 0],
    ['400', 'BadRequestError', 0],
    ['500', 'InternalServerError', 0],
    ['502', 'InternalServerError', 0],
    ['503', 'InternalServerError', 0],
    ['blocked-input', 'BadRequestError', 0],
    ['retired', 'NotFoundError', 0],
    ['drop-before-accept', 'APIConnectionError', 0],
    ['accept-then-drop', 'APIConnectionError', 1],
    ['accept-then-502', 'InternalServerError', 1],
    ['accept-then-503', 'InternalServerError', 1],
    ['accept-then-garbage', 'APIError', 1],
  ])('by the fault %s fails one POST with %s and accepts %i', async (fault, name, accepted) => {
    await using bundle = await setup();
    await bundle.simulator.setFaults([{ fault }]);
    await expect(bundle.maker().create(TEXT)).rejects.toMatchObject({ name });
    expect(await bundle.simulator.ledger()).toMatchObject({ posts: { a1: 1 }, totals: { count: accepted } });
  });

  it.each([
    ['429-minute', 'PerMinute'],
    ['429-day', 'PerDay'],
  ])('says in the body of %s which quota is used up', async (fault, quota) => {
    await using bundle = await setup();
    await bundle.simulator.setFaults([{ fault, retryAfterSeconds: 7 }]);
    const asked = bundle.maker().ai.models.generateContent({ model: 'gemini-3.8-flash', contents: 'x' });
    const error: unknown = await asked.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'ApiError', status: 429 });
    expect((error as Error).message).toContain(quota);
    expect((error as Error).message).toContain('"retryDelay":"7s"');
  });

  it.each([
    ['refuse', 'completed', 'refused'],
    ['fail', 'failed', 'failed'],
  ])('by the fault %s ends as %s and costs nothing', async (fault, status, booked) => {
    await using bundle = await setup();
    await bundle.simulator.setFaults([{ fault }]);
    const maker = bundle.maker();
    const { id } = await maker.create(VIDEO);
    const interaction = await maker.finished(id);
    expect(interaction.status).toBe(status);
    expect(interaction.output_video).toBeUndefined();
    expect((await bundle.simulator.ledger()).entries).toMatchObject([{ status: booked, costMicros: 0 }]);
  });

  it('blocks a prompt and an image in the forms of generateContent', async () => {
    await using bundle = await setup();
    await bundle.simulator.setFaults([{ fault: 'refuse', times: 2 }]);
    const { models } = bundle.maker().ai;
    const text = await models.generateContent({ model: 'gemini-3.8-flash', contents: 'x' });
    const image = await models.generateContent({ model: 'gemini-nano-banana-2.1', contents: 'x' });
    expect(text.promptFeedback?.blockReason).toBe('PROHIBITED_CONTENT');
    expect(image.candidates?.[0]?.finishReason).toBe('IMAGE_SAFETY');
  });

  it('leaves the operation as it is when a poll fails', async () => {
    await using bundle = await setup();
    const maker = bundle.maker();
    const { id } = await maker.create(TEXT);
    await bundle.simulator.setFaults([{ fault: '503', match: { operation: 'poll' } }]);
    await expect(maker.ai.interactions.get(id, null, { maxRetries: 0 })).rejects.toMatchObject({ status: 503 });
    expect((await maker.finished(id)).status).toBe('completed');
  });

  it('answers 400 for an interaction that it does not know', async () => {
    await using bundle = await setup();
    const asked = bundle.maker().ai.interactions.get('v1_unknown');
    await expect(asked).rejects.toMatchObject({
      status: 400,
      error: { error: { code: 'invalid_request', message: 'Invalid interaction name: interactions/v1_unknown' } },
    });
  });

  it('cancels what still runs, at no cost, and forgets what is deleted', async () => {
    await using bundle = await setup(SLOW);
    const { interactions } = bundle.maker().ai;
    const { id } = await bundle.maker().create(TEXT);
    expect((await interactions.cancel(id)).status).toBe('cancelled');
    expect((await bundle.simulator.ledger()).entries).toMatchObject([{ status: 'cancelled', costMicros: 0 }]);
    await interactions.delete(id);
    await expect(interactions.get(id)).rejects.toMatchObject({ status: 400 });
  });

  it('tells a model that is full to come back', async () => {
    await using bundle = await setup({ ...SLOW, SIMULATOR_MAX_IN_FLIGHT: '1' });
    await bundle.maker().create(TEXT);
    await expect(bundle.maker().create(TEXT)).rejects.toMatchObject({ status: 429 });
    expect((await bundle.simulator.ledger()).totals.count).toBe(1);
  });

  it('never has more in flight than it takes, though they come at once', async () => {
    await using bundle = await setup({ ...SLOW, SIMULATOR_MAX_IN_FLIGHT: '3' });
    await Promise.allSettled(Array.from({ length: 10 }, () => bundle.maker().create(TEXT)));
    const seen = await (await fetch(`${bundle.simulator.url}/simulator/operations`)).json();
    expect(seen).toMatchObject({ inFlight: { length: 3 }, mostInFlight: { [TEXT.model]: 3 } });
    expect(await bundle.simulator.ledger()).toMatchObject({ posts: { a1: 10 }, totals: { count: 3 } });
  });

  it('goes on after a restart where it stood', async () => {
    await using bundle = await setup(SLOW);
    const { id } = await bundle.maker().create(TEXT);
    const before = await bundle.simulator.ledger();
    await bundle.simulator.restart();
    expect(await bundle.simulator.ledger()).toEqual(before);
    const interaction = await bundle.maker().ai.interactions.get(id);
    expect(['queued', 'in_progress']).toContain(interaction.status);
  });

  it.each([
    ['no key', {}, '', 403],
    ['a key twice', { 'x-goog-api-key': 'a' }, '?key=b', 400],
    ['a bad key', { 'x-goog-api-key': 'invalid' }, '', 400],
  ])('turns away %s', async (_, headers, query, status) => {
    await using bundle = await setup();
    const response = await fetch(`${bundle.simulator.url}/v1/interactions/v1_a${query}`, { headers });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/json; charset=UTF-8');
  });

  it('takes uploads by the resumable protocol and uses them as input', async () => {
    await using bundle = await setup();
    const maker = bundle.maker();
    const png = Buffer.from(await maker.drawStill('a meadow'), 'base64');
    const file = await maker.ai.files.upload({ file: new Blob([png], { type: 'image/png' }) });
    expect(file).toMatchObject({ state: 'ACTIVE', sizeBytes: String(png.length) });
    const { id } = await maker.create({
      model: 'gemini-nano-banana-2.1',
      input: [
        { type: 'text', text: 'the same' },
        { type: 'image', uri: file.uri, mime_type: 'image/png' },
      ],
    });
    expect((await maker.finished(id)).status).toBe('completed');
  });
});
