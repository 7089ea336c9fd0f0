import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { WEBHOOKS_PATH } from '@shared/webhooks/attempt-webhooks';
import { rawBodyOf } from './raw-body';
import { TakeNotice } from './take-notice';

/** For providers, who have no API key: what they send is known by its signature. */
@ApiExcludeController()
@Controller(WEBHOOKS_PATH)
export class ProviderWebhooksController {
  constructor(private readonly takeNotice: TakeNotice) {}

  @Post(':vendor')
  @HttpCode(204)
  async take(@Param('vendor') vendor: string, @Req() request: FastifyRequest): Promise<void> {
    const { headers, url: address } = request;
    await this.takeNotice.handle(vendor, { headers, address, body: rawBodyOf(request) });
  }
}
