import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { GEMINI_WEBHOOK_PATH } from '@shared/webhooks/attempt-webhooks';
import { rawBodyOf } from './raw-body';
import { TakeNotice } from './take-notice';

/** For providers, who have no API key: what they send is known by its signature. */
@ApiExcludeController()
@Controller(GEMINI_WEBHOOK_PATH)
export class ProviderWebhooksController {
  constructor(private readonly takeNotice: TakeNotice) {}

  @Post()
  @HttpCode(204)
  async take(@Req() request: FastifyRequest): Promise<void> {
    const header = (name: string): string => String(request.headers[`webhook-${name}`] ?? '');
    const headers = { id: header('id'), timestamp: header('timestamp'), signature: header('signature') };
    await this.takeNotice.handle({ headers, body: rawBodyOf(request) });
  }
}
