const MAX_SLUG_LENGTH = 60;

/** `the-red-fox-film_01k….mp4`: found by eye, and one for each film. */
export function filmFileName({ id, title }: { id: string; title: string | null }): string {
  const slug = (title ?? 'film')
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, MAX_SLUG_LENGTH)
    .replaceAll(/^-+|-+$/g, '');
  return `${slug || 'film'}-${id}.mp4`;
}
