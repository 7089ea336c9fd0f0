import { Body, Controller, Param, Patch, Post, Put, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiHeader, ApiParam } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { FilmView } from '@shared/contracts/film';
import {
  approveSchema,
  type EditStoryboard,
  editStoryboardSchema,
  forkSchema,
  type Plan,
  type Regenerate,
  regenerateSchema,
  rejectSchema,
  retrySchema,
  selectTakeSchema,
} from '@shared/contracts/revisions';
import { hashOf } from '@shared/contracts/canonical-json';
import { listUploadIds } from '@shared/build-graph/edit-images';
import { ApiRoute } from '../http/api-route';
import { currentTenant } from '../http/current-tenant';
import { IDEMPOTENCY_KEY_RULE, parseIdempotencyKey } from '../http/idempotency-key';
import { JsonBodyGuard } from '../http/json-body.guard';
import { NoQueryGuard } from '../http/no-query.guard';
import { parseRevision } from '../http/revision-header';
import { FindUploads } from '../references/find-uploads';
import { ApiRevision } from './api-revision';
import { ApproveFilm } from './approve-film';
import { ChangeOnce } from './change-once';
import { type DryRun, dryRunSchema } from './dry-run';
import { ForkFilm } from './fork-film';
import { ReviseFilm, type RevisionRequest } from './revise-film';
import { toAnotherTake, toEdit, toRejected, toRetry, toSelected } from './revision-wishes';
import type { RevisionWish } from './next-revision';

/** Everything that changes a film: each is its next revision. */
@Controller('v1/films/:filmId')
@UseGuards(JsonBodyGuard)
export class RevisionsController {
  constructor(
    private readonly reviseFilm: ReviseFilm,
    private readonly forkFilm: ForkFilm,
    private readonly approveFilm: ApproveFilm,
    private readonly findUploads: FindUploads,
    private readonly once: ChangeOnce,
  ) {}

  @Patch('storyboard')
  @ApiRevision('editStoryboard', 'Change, add, remove or move scenes, the style guide, the characters')
  async edit(
    @Body({ schema: editStoryboardSchema }) edit: EditStoryboard,
    @Query({ schema: dryRunSchema }) query: DryRun,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plan> {
    const ids = listUploadIds([...(edit.references ?? []), ...(edit.keyframes ?? [])]);
    const uploads = await this.findUploads.handle(currentTenant(request), ids);
    return this.revise(toEdit(edit, uploads), { revision: edit.revision, ...query, request, reply });
  }

  @Post('scenes/:n/regenerate')
  @ApiRevision('regenerateScene', "Make another take of a scene's clip or of one of its keyframes")
  regenerate(
    @Param('n') n: string,
    @Body({ schema: regenerateSchema }) body: Regenerate,
    @Query({ schema: dryRunSchema }) query: DryRun,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plan> {
    return this.revise(toAnotherTake(n, body), { revision: body.revision, ...query, request, reply });
  }

  @Put('scenes/:n/selected')
  @ApiRevision('selectTake', 'Use one of the takes of a scene')
  select(
    @Param('n') n: string,
    @Body({ schema: selectTakeSchema }) body: z.infer<typeof selectTakeSchema>,
    @Query({ schema: dryRunSchema }) query: DryRun,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plan> {
    return this.revise(toSelected(n, body), { revision: body.revision, ...query, request, reply });
  }

  @Post('retry')
  @ApiRevision('retryFilm', 'Try again what a failed, partial or cancelled film lacks')
  retry(
    @Body({ schema: retrySchema }) body: z.infer<typeof retrySchema>,
    @Query({ schema: dryRunSchema }) query: DryRun,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plan> {
    return this.revise(toRetry(body), { revision: body.revision, ...query, request, reply });
  }

  @Post('reject')
  @ApiRevision('rejectFilm', 'Turn down what a waiting film shows, and have another take of it')
  reject(
    @Body({ schema: rejectSchema }) body: z.infer<typeof rejectSchema>,
    @Query({ schema: dryRunSchema }) query: DryRun,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plan> {
    return this.revise(toRejected(body), { revision: body.revision, ...query, request, reply });
  }

  @Post('fork')
  @ApiRevision('forkFilm', 'Make a film of its own out of this one; what is there is reused')
  async fork(
    @Body({ schema: forkSchema }) body: z.infer<typeof forkSchema>,
    @Query({ schema: dryRunSchema }) query: DryRun,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plan> {
    const wanted = toRequest({ revision: body.revision, ...query, request });
    return answer(await this.once.handle(wanted, () => this.forkFilm.handle(wanted, body)), reply);
  }

  @Post('approve')
  @UseGuards(NoQueryGuard)
  @ApiParam({ name: 'filmId', schema: { type: 'string' } })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: IDEMPOTENCY_KEY_RULE })
  @ApiRoute({
    operationId: 'approveFilm',
    summary: 'Let a waiting film go on',
    answers: { 202: { description: 'It goes on', schema: 'Film' } },
    problems: [404, 409, 415, 422],
  })
  async approve(
    @Body({ schema: approveSchema }) body: z.infer<typeof approveSchema>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FilmView> {
    const film = await this.approveFilm.handle(toRequest({ revision: body.revision, dryRun: false, request }));
    void reply.status(202);
    return film;
  }

  private async revise(wish: RevisionWish, { reply, ...change }: Change & { reply: FastifyReply }): Promise<Plan> {
    const wanted = toRequest(change);
    return answer(await this.once.handle(wanted, () => this.reviseFilm.handle(wanted, wish)), reply);
  }
}

interface Change {
  revision: number | undefined;
  dryRun: boolean;
  request: FastifyRequest;
}

function toRequest({ revision, dryRun, request }: Change): RevisionRequest {
  const { filmId = '' } = request.params as { filmId?: string };
  const expected = parseRevision(revision, request.headers['if-match']);
  return { tenantId: currentTenant(request), filmId, revision: expected, dryRun, keyed: toKeyed(request) };
}

// The same key for another change, or for another film, is a conflict.
function toKeyed({ url, body, headers }: FastifyRequest): RevisionRequest['keyed'] {
  const key = parseIdempotencyKey(headers['idempotency-key'] as string | undefined);
  return key === null ? null : { key, requestHash: hashOf({ url, body }) };
}

function answer(plan: Plan, reply: FastifyReply): Plan {
  const isBegun = plan.changed && !plan.dryRun;
  void reply.status(isBegun ? 202 : 200);
  if (isBegun && plan.links.film !== null) void reply.header('location', plan.links.film);
  return plan;
}
