import { Injectable } from '@nestjs/common';
import { ArtifactStore } from '@shared/artifacts/artifact-store';
import { readArtifact } from '@shared/artifacts/read-artifact';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { layOutKeyframes, type ScenePlace } from '@shared/contracts/keyframe-layout';
import { toUsd } from '@shared/contracts/money';
import { type Storyboard, storyboardSchema } from '@shared/contracts/storyboard';
import type { Unit } from '@shared/contracts/unit';
import { sumCapturedMicros, sumHeldMicros } from '../films/film-costs';
import type { FilmRecord } from '../films/film-record';
import { FilmRepository } from '../films/film.repository';
import { toCutView } from './cut-view';
import type { Manifest, ManifestPart } from './manifest.contract';

/** Writes down what a film was made from, out of what the stages have stated and what its storyboard says. */
@Injectable()
export class BuildManifest {
  constructor(
    private readonly films: FilmRepository,
    private readonly store: ArtifactStore,
  ) {}

  async handle(tenantId: string, filmId: string): Promise<Manifest> {
    const record = await this.films.loadOrThrow(tenantId, filmId);
    const ref = record.film.build?.storyboard ?? null;
    const storyboard =
      ref && storyboardSchema.parse(JSON.parse((await readArtifact(this.store, ref)).toString('utf8')));
    return toManifest(record, storyboard);
  }
}

function toManifest(record: FilmRecord, storyboard: Storyboard | null): Manifest {
  const { film, attempts, scenes } = record;
  const { id, title, status, revision, createdAt, finishedAt } = film;
  const places = layOutKeyframes(scenes.map(({ transition }) => transition)).scenes;
  const times = { createdAt: createdAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null };
  return {
    object: 'manifest',
    film: { id, title, status, revision, ...times },
    order: film.order,
    cut: toCutView(film),
    storyboard: film.build?.storyboard ?? null,
    outputs: { ...film.files, ...(film.video && { video: film.video }), ...(film.poster && { poster: film.poster }) },
    cost: { captured: toUsd(sumCapturedMicros(attempts)), held: toUsd(sumHeldMicros(attempts)) },
    gaps: film.gaps,
    scenes: places.map((place) => toScene(record, place, storyboard)),
  };
}

function toScene(record: FilmRecord, { n, startKeyframe, endKeyframe }: ScenePlace, storyboard: Storyboard | null) {
  const scene = record.scenes[n - 1];
  const written = storyboard?.scenes[n - 1];
  return {
    n,
    description: scene?.description ?? '',
    prompts: written
      ? { startFrame: written.startFramePrompt, endFrame: written.endFramePrompt, motion: written.motionPrompt }
      : null,
    place: record.film.cutScenes.find((place) => place.scene === n) ?? null,
    start: toPart(record, { kind: 'keyframe', n: startKeyframe }, record.keyframes[startKeyframe]?.artifact ?? null),
    end: toPart(record, { kind: 'keyframe', n: endKeyframe }, record.keyframes[endKeyframe]?.artifact ?? null),
    clip: toPart(record, { kind: 'clip', n }, scene?.clip ?? null),
    error: scene?.error ?? null,
    history: scene?.history ?? [],
  };
}

// An artifact is named after the attempt that made it: with several takes that need not be the last.
function toPart({ attempts }: FilmRecord, unit: Unit, artifact: ArtifactRef | null): ManifestPart {
  const tries = attempts.filter(({ unitKind, unitN }) => unitKind === unit.kind && unitN === unit.n);
  const stored = tries.filter(({ outcome }) => outcome === 'stored').sort((a, b) => b.number - a.number);
  const made = stored.find(({ id }) => artifact?.key.includes(id)) ?? stored[0];
  return {
    artifact,
    attemptId: made?.id ?? null,
    provider: made?.provider ?? null,
    model: made?.model ?? null,
    operationId: made?.operationId ?? null,
    cost: toUsd(sumCapturedMicros(tries)),
  };
}
