import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FileState, GoogleGenAI, type Interactions } from '@google/genai';
import { execa } from 'execa';

export interface ClipOrder {
  /** Base64 of the first and the last frame, as far as there are any. */
  frames: string[];
  resolution: string;
  seconds: number;
}

/** Uses the simulator as an adapter would: through the official SDK, told nothing but another base URL. */
export class FilmMaker {
  readonly ai: GoogleGenAI;

  constructor(private readonly url: string) {
    this.ai = new GoogleGenAI({ apiKey: 'any', apiVersion: 'v1beta', httpOptions: { baseUrl: url } });
  }

  create(params: object): Promise<Interactions.Interaction> {
    const request = params as Interactions.InteractionCreateParams.CreateModelInteractionParamsNonStreaming;
    return this.ai.interactions.create({ ...request, background: true }, { maxRetries: 0 });
  }

  /** Polls until the interaction runs no longer. */
  async finished(id: string): Promise<Interactions.Interaction> {
    for (;;) {
      const interaction = await this.ai.interactions.get(id);
      if (interaction.status !== 'queued' && interaction.status !== 'in_progress') return interaction;
      await pause(5);
    }
  }

  /** The still as base64. */
  async drawStill(prompt: string, ...inputs: string[]): Promise<string> {
    const images = inputs.map((data) => ({ type: 'image', data, mime_type: 'image/png' }));
    const { id } = await this.create({
      model: 'gemini-nano-banana-2.1',
      input: [{ type: 'text', text: prompt }, ...images],
      response_format: { type: 'image', mime_type: 'image/png', aspect_ratio: '16:9', image_size: '1K' },
    });
    return (await this.finished(id)).output_image?.data ?? '';
  }

  async orderClip({ frames, resolution, seconds }: ClipOrder): Promise<string> {
    const tags = ['<FIRST_FRAME>@Image1', '<LAST_FRAME>@Image2'].slice(0, frames.length);
    const { id } = await this.create({
      model: 'gemini-omni-1.2-flash',
      input: [
        ...frames.map((data) => ({ type: 'image', data, mime_type: 'image/png' })),
        { type: 'text', text: `[# Sources ${tags.join(' ')}] Scene 1 of 4: Mara walks on.` },
      ],
      response_format: { type: 'video', delivery: 'uri', aspect_ratio: '16:9', resolution, duration: `${seconds}s` },
      labels: { attempt: 'a1', film: 'f1', unit: 'clip-1' },
    });
    return id;
  }

  async downloadOf(id: string): Promise<Buffer> {
    const { output_video: video } = await this.finished(id);
    const address = new URL(video?.uri ?? '');
    const name = /files\/[a-z0-9]+/.exec(address.pathname)?.[0] ?? '';
    while ((await this.ai.files.get({ name })).state !== FileState.ACTIVE) await pause(5);
    const response = await fetch(this.url + address.pathname + address.search, {
      headers: { 'x-goog-api-key': 'any' },
    });
    return Buffer.from(await response.arrayBuffer());
  }

  async downloadClip(order: ClipOrder, directory: string): Promise<string> {
    const id = await this.orderClip(order);
    const path = join(directory, `${id}.mp4`);
    await writeFile(path, await this.downloadOf(id));
    return path;
  }

  /** How much a frame of a clip looks like a still, from 0 to 1. */
  async likeness(path: string, frame: number, still: string): Promise<number> {
    const fit = 'scale=640:360:force_original_aspect_ratio=increase,crop=640:360,format=gbrp';
    const graph = `[0:v]select=eq(n\\,${frame}),scale=640:360,format=gbrp[a];[1:v]${fit}[b];[a][b]ssim`;
    const args = [
      '-hide_banner',
      '-i',
      path,
      '-i',
      'pipe:0',
      '-filter_complex',
      graph,
      '-frames:v',
      '1',
      '-f',
      'null',
      '-',
    ];
    const { stderr } = await execa('ffmpeg', args, { input: Buffer.from(still, 'base64') });
    return Number(/All:([\d.]+)/.exec(stderr)?.[1]);
  }
}
