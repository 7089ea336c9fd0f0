/** A line below the prompt by which a video is found again in a list that shows little more. */
export function tagPrompt(prompt: string, attemptId: string): string {
  return `${prompt}\n\n[ref ${attemptId}]`;
}

export function readPromptTag(prompt: string): string | null {
  return /\[ref (\S+)\]$/.exec(prompt)?.[1] ?? null;
}
