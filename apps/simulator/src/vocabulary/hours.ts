const NIGHT = /\b(night|midnight|moonlit|moonlight|starlight|nocturnal)\b/i;

export function isAtNight(text: string): boolean {
  return NIGHT.test(text);
}
