import { END_KEYFRAME, PROMPT, referenceNames, START_KEYFRAME } from '@shared/gemini/content-refusal';
import type { ModelCapabilities } from './model-capabilities';

/** What is sent to models of one vendor and kind, by its name for a reader, for a refusal to say which of it is meant. */
export function listInputs([model]: readonly ModelCapabilities[]): readonly string[] {
  switch (model?.kind) {
    case 'video':
      return model.lastFrame ? [PROMPT, START_KEYFRAME, END_KEYFRAME] : [PROMPT, START_KEYFRAME];
    case 'image':
      return [PROMPT, ...referenceNames(model.references)];
    default:
      return [PROMPT];
  }
}
