/** An image that came inside the request; null for one that is somewhere else: the simulator asks nobody. */
export function readImage(source: string | undefined): Buffer | null {
  const data = /^data:image\/[a-z+]+;base64,(.+)$/s.exec(source ?? '')?.[1];
  return data === undefined ? null : Buffer.from(data, 'base64');
}
