import type { FilmEvent } from '@shared/contracts/events';
import { type EventContext, EventHandlers, On } from '@shared/messaging/event-handlers';
import { keepFragments } from '../cuts/film-fragments';
import { applyFact, type HeardFact } from './apply-fact';
import { keepAnswer, keepResult } from './film-takes';
import { FilmRepository } from './film.repository';

/** Takes in what the stages say of a film; every handler does the same with its fact. */
@EventHandlers()
export class HearFacts {
  constructor(private readonly films: FilmRepository) {}

  @On('storyboard.drafted')
  onStoryboardDrafted(fact: FilmEvent<'storyboard.drafted'>, context: EventContext): Promise<void> {
    return this.hear(context, fact);
  }

  @On('storyboard.approved')
  onStoryboardApproved(fact: FilmEvent<'storyboard.approved'>, context: EventContext): Promise<void> {
    return this.hear(context, fact);
  }

  @On('storyboard.failed')
  onStoryboardFailed(fact: FilmEvent<'storyboard.failed'>, context: EventContext): Promise<void> {
    return this.hear(context, fact);
  }

  @On('keyframe.ready')
  onKeyframeReady(fact: FilmEvent<'keyframe.ready'>, context: EventContext): Promise<void> {
    return this.hear(context, fact);
  }

  @On('keyframe.failed')
  onKeyframeFailed(fact: FilmEvent<'keyframe.failed'>, context: EventContext): Promise<void> {
    return this.hear(context, fact);
  }

  @On('clip.ready')
  onClipReady(fact: FilmEvent<'clip.ready'>, context: EventContext): Promise<void> {
    return this.hear(context, fact);
  }

  @On('clip.failed')
  onClipFailed(fact: FilmEvent<'clip.failed'>, context: EventContext): Promise<void> {
    return this.hear(context, fact);
  }

  @On('unit.refused')
  onUnitRefused(fact: FilmEvent<'unit.refused'>, context: EventContext): Promise<void> {
    return this.hear(context, fact);
  }

  @On('unit.switched')
  onUnitSwitched(fact: FilmEvent<'unit.switched'>, context: EventContext): Promise<void> {
    return this.hear(context, fact);
  }

  @On('prompt.softened')
  onPromptSoftened(fact: FilmEvent<'prompt.softened'>, context: EventContext): Promise<void> {
    return this.hear(context, fact);
  }

  @On('prompt.kept')
  onPromptKept(fact: FilmEvent<'prompt.kept'>, context: EventContext): Promise<void> {
    return this.hear(context, fact);
  }

  @On('keyframe.redrawn')
  onKeyframeRedrawn(fact: FilmEvent<'keyframe.redrawn'>, context: EventContext): Promise<void> {
    return this.hear(context, fact);
  }

  @On('keyframe.kept')
  onKeyframeKept(fact: FilmEvent<'keyframe.kept'>, context: EventContext): Promise<void> {
    return this.hear(context, fact);
  }

  @On('cut.started')
  onCutStarted(fact: FilmEvent<'cut.started'>, context: EventContext): Promise<void> {
    return this.hear(context, fact);
  }

  @On('cut.extended')
  async onCutExtended(fact: FilmEvent<'cut.extended'>, context: EventContext): Promise<void> {
    if ((await this.films.hear(context, fact.filmId, (record) => applyFact(record, fact))) === null) return;
    await keepFragments(context.tx, fact);
  }

  @On('cut.illustrated')
  onCutIllustrated(fact: FilmEvent<'cut.illustrated'>, context: EventContext): Promise<void> {
    return this.hear(context, fact);
  }

  @On('cut.ready')
  onCutReady(fact: FilmEvent<'cut.ready'>, context: EventContext): Promise<void> {
    return this.hear(context, fact);
  }

  @On('cut.failed')
  onCutFailed(fact: FilmEvent<'cut.failed'>, context: EventContext): Promise<void> {
    return this.hear(context, fact);
  }

  @On('attempt.submitted')
  onAttemptSubmitted(fact: FilmEvent<'attempt.submitted'>, context: EventContext): Promise<void> {
    return this.hear(context, fact);
  }

  @On('attempt.settled')
  onAttemptSettled(fact: FilmEvent<'attempt.settled'>, context: EventContext): Promise<void> {
    return this.hear(context, fact);
  }

  @On('stage.cancelled')
  onStageCancelled(fact: FilmEvent<'stage.cancelled'>, context: EventContext): Promise<void> {
    return this.hear(context, fact);
  }

  @On('take.kept')
  async onTakeKept(fact: FilmEvent<'take.kept'>, context: EventContext): Promise<void> {
    const record = await this.films.hear(context, fact.filmId, (before) => ({ record: before, events: [] }));
    if (record !== null) await keepResult(context.tx, fact);
  }

  // A film that was deleted has nothing left to tell.
  private async hear(context: EventContext, fact: HeardFact): Promise<void> {
    const record = await this.films.hear(context, fact.filmId, (before) => applyFact(before, fact));
    if (record === null || (fact.name !== 'keyframe.ready' && fact.name !== 'clip.ready')) return;
    await keepAnswer(context.tx, fact);
  }
}
