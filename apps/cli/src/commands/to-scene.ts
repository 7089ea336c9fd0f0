/** A scene's number, or its id. */
export function toScene(text: string): string | number {
  return /^\d{1,3}$/.test(text) ? Number(text) : text;
}
