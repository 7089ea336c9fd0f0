import type { ModelLists } from '@shared/contracts/models';
import type { ModelCapabilities, Vendor } from '@shared/vendors/model-capabilities';

/** What the settings say of models. */
export class ModelSettings {
  constructor(
    /** Where an order names none. */
    readonly defaults: ModelLists,
    readonly known: readonly ModelCapabilities[],
    /** For whom the stages have credentials; null where that is not known here. */
    readonly vendors: readonly Vendor[] | null,
  ) {}
}
