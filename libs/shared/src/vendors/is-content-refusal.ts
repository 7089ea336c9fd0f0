import { isRefusal } from '@shared/gemini/content-refusal';

// As Replicate's E005, fal's content_policy_violation and OpenAI's moderation_blocked put it.
const MORE = /flagged|nsfw|moderation|content.polic/i;

/** Whether a vendor's words are about what the request shows or says. */
export function isContentRefusal(words: string): boolean {
  return isRefusal(words) || MORE.test(words);
}
