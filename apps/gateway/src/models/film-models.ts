import { chooseModels, type ModelLists, type Models, type ModelWishes } from '@shared/contracts/models';

/** With which models films are made. */
export class FilmModels {
  constructor(private readonly defaults: ModelLists) {}

  choose(wishes: ModelWishes): Models {
    return chooseModels(wishes, this.defaults);
  }
}
