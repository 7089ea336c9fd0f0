import type { EntityManager } from 'typeorm';
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
  onStoryboardDrafted(fact: FilmEvent<'storyboard.drafted'>, { tx }: EventContext): Promise<void> {
    return this.hear(tx, fact);
  }

  @On('storyboard.approved')
  onStoryboardApproved(fact: FilmEvent<'storyboard.approved'>, { tx }: EventContext): Promise<void> {
    return this.hear(tx, fact);
  }

  @On('storyboard.failed')
  onStoryboardFailed(fact: FilmEvent<'storyboard.failed'>, { tx }: EventContext): Promise<void> {
    return this.hear(tx, fact);
  }

  @On('keyframe.ready')
  onKeyframeReady(fact: FilmEvent<'keyframe.ready'>, { tx }: EventContext): Promise<void> {
    return this.hear(tx, fact);
  }

  @On('keyframe.failed')
  onKeyframeFailed(fact: FilmEvent<'keyframe.failed'>, { tx }: EventContext): Promise<void> {
    return this.hear(tx, fact);
  }

  @On('clip.ready')
  onClipReady(fact: FilmEvent<'clip.ready'>, { tx }: EventContext): Promise<void> {
    return this.hear(tx, fact);
  }

  @On('clip.failed')
  onClipFailed(fact: FilmEvent<'clip.failed'>, { tx }: EventContext): Promise<void> {
    return this.hear(tx, fact);
  }

  @On('unit.refused')
  onUnitRefused(fact: FilmEvent<'unit.refused'>, { tx }: EventContext): Promise<void> {
    return this.hear(tx, fact);
  }

  @On('unit.switched')
  onUnitSwitched(fact: FilmEvent<'unit.switched'>, { tx }: EventContext): Promise<void> {
    return this.hear(tx, fact);
  }

  @On('prompt.softened')
  onPromptSoftened(fact: FilmEvent<'prompt.softened'>, { tx }: EventContext): Promise<void> {
    return this.hear(tx, fact);
  }

  @On('prompt.kept')
  onPromptKept(fact: FilmEvent<'prompt.kept'>, { tx }: EventContext): Promise<void> {
    return this.hear(tx, fact);
  }

  @On('keyframe.redrawn')
  onKeyframeRedrawn(fact: FilmEvent<'keyframe.redrawn'>, { tx }: EventContext): Promise<void> {
    return this.hear(tx, fact);
  }

  @On('keyframe.kept')
  onKeyframeKept(fact: FilmEvent<'keyframe.kept'>, { tx }: EventContext): Promise<void> {
    return this.hear(tx, fact);
  }

  @On('cut.started')
  onCutStarted(fact: FilmEvent<'cut.started'>, { tx }: EventContext): Promise<void> {
    return this.hear(tx, fact);
  }

  @On('cut.extended')
  async onCutExtended(fact: FilmEvent<'cut.extended'>, { tx }: EventContext): Promise<void> {
    if ((await this.films.update(tx, fact.filmId, (record) => applyFact(record, fact))) === null) return;
    await keepFragments(tx, fact);
  }

  @On('cut.illustrated')
  onCutIllustrated(fact: FilmEvent<'cut.illustrated'>, { tx }: EventContext): Promise<void> {
    return this.hear(tx, fact);
  }

  @On('cut.ready')
  onCutReady(fact: FilmEvent<'cut.ready'>, { tx }: EventContext): Promise<void> {
    return this.hear(tx, fact);
  }

  @On('cut.failed')
  onCutFailed(fact: FilmEvent<'cut.failed'>, { tx }: EventContext): Promise<void> {
    return this.hear(tx, fact);
  }

  @On('attempt.submitted')
  onAttemptSubmitted(fact: FilmEvent<'attempt.submitted'>, { tx }: EventContext): Promise<void> {
    return this.hear(tx, fact);
  }

  @On('attempt.settled')
  onAttemptSettled(fact: FilmEvent<'attempt.settled'>, { tx }: EventContext): Promise<void> {
    return this.hear(tx, fact);
  }

  @On('stage.cancelled')
  onStageCancelled(fact: FilmEvent<'stage.cancelled'>, { tx }: EventContext): Promise<void> {
    return this.hear(tx, fact);
  }

  @On('take.kept')
  async onTakeKept(fact: FilmEvent<'take.kept'>, { tx }: EventContext): Promise<void> {
    const record = await this.films.update(tx, fact.filmId, (before) => ({ record: before, events: [] }));
    if (record !== null) await keepResult(tx, fact);
  }

  // A film that was deleted has nothing left to tell.
  private async hear(tx: EntityManager, fact: HeardFact): Promise<void> {
    const record = await this.films.update(tx, fact.filmId, (before) => applyFact(before, fact));
    if (record !== null && (fact.name === 'keyframe.ready' || fact.name === 'clip.ready')) await keepAnswer(tx, fact);
  }
}
