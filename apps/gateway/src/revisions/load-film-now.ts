import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ArtifactStore } from '@shared/artifacts/artifact-store';
import { StoryboardLibrary } from '@shared/artifacts/storyboard-library';
import type { FilmRecord } from '../films/film-record';
import { listFilmTakes } from '../films/film-takes';
import { buildOf, type FilmNow, toFilmNow } from './film-draft';

/** Reads what a revision is made of. Null while the film has no storyboard. */
@Injectable()
export class LoadFilmNow {
  private readonly library: StoryboardLibrary;

  constructor(
    private readonly dataSource: DataSource,
    store: ArtifactStore,
  ) {
    this.library = new StoryboardLibrary(store);
  }

  async handle(record: FilmRecord): Promise<FilmNow | null> {
    const { film } = record;
    const { storyboard: ref } = buildOf(film);
    // One that its planner has not read yet, or found wanting, is nothing to build on.
    if (ref === null || film.title === null) return null;
    const storyboard = await this.library.load(ref);
    return toFilmNow(record, storyboard, await listFilmTakes(this.dataSource.manager, film.id));
  }
}
