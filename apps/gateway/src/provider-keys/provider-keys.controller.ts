import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { type ProviderKey, putProviderKeySchema } from '@shared/contracts/provider-keys';
import { VENDORS } from '@shared/vendors/model-capabilities';
import { ApiRoute } from '../http/api-route';
import { JsonBodyGuard } from '../http/json-body.guard';
import { KeepKeys, type KeyName } from './keep-keys';
import { KeySettings } from './key-settings';
import { maskSecret } from './mask-secret';

const nameSchema = z.object({
  vendor: z.enum(VENDORS),
  reference: z.string().regex(/^[\w-]{1,40}$/, 'must be 1 to 40 letters, digits, - or _'),
});

/** Keys of vendors: several for each, by names of the user's own. No answer shows one. */
@Controller('v1/provider-keys')
export class ProviderKeysController {
  constructor(
    private readonly keys: KeepKeys,
    private readonly settings: KeySettings,
  ) {}

  @Get()
  @ApiRoute({
    operationId: 'listProviderKeys',
    summary: 'Keys of vendors: those that are stored, and those of the environment',
    answers: { 200: { description: 'All there are, masked', schema: 'ProviderKeyList' } },
  })
  async list(): Promise<{ data: ProviderKey[]; nextCursor: null }> {
    const ofEnvironment = VENDORS.flatMap((vendor) =>
      this.settings.ofEnvironment(vendor).map(({ ref: reference, secret }): ProviderKey => {
        const facts = { vendor, reference, masked: maskSecret(secret), source: 'environment' as const };
        return { object: 'provider-key', ...facts, masterKey: null, changedAt: null, test: null };
      }),
    );
    return { data: [...(await this.keys.list()), ...ofEnvironment], nextCursor: null };
  }

  @Put(':vendor/:reference')
  @UseGuards(JsonBodyGuard)
  @ApiRoute({
    operationId: 'putProviderKey',
    summary: 'Store a key, encrypted, after a test call that costs nothing',
    answers: { 200: { description: 'Stored; `test` says what the vendor said', schema: 'ProviderKey' } },
    problems: [409, 415, 422],
  })
  put(
    @Param({ schema: nameSchema }) name: KeyName,
    @Body({ schema: putProviderKeySchema }) { secret }: z.infer<typeof putProviderKeySchema>,
  ): Promise<ProviderKey> {
    return this.keys.put(name, secret);
  }

  @Post(':vendor/:reference/test')
  @HttpCode(200)
  @ApiRoute({
    operationId: 'testProviderKey',
    summary: 'Ask the vendor about a stored key; costs nothing',
    answers: { 200: { description: '`test` says what it said', schema: 'ProviderKey' } },
    problems: [404, 422],
  })
  test(@Param({ schema: nameSchema }) name: KeyName): Promise<ProviderKey> {
    return this.keys.test(name);
  }

  @Delete(':vendor/:reference')
  @HttpCode(204)
  @ApiRoute({
    operationId: 'deleteProviderKey',
    summary: 'Remove a stored key',
    answers: {
      204: {
        description:
          'Removed; what is in flight under it is asked for under another key of the same vendor, where there is one',
      },
    },
    problems: [404, 422],
  })
  async remove(@Param({ schema: nameSchema }) name: KeyName): Promise<void> {
    await this.keys.remove(name);
  }
}
