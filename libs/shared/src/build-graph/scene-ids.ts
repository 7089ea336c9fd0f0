import type { Scene, Storyboard } from '@shared/contracts/storyboard';

export type NamedScene = Scene & { id: string };
export type NamedStoryboard = Omit<Storyboard, 'scenes'> & { scenes: NamedScene[] };

/** The same storyboard with a name for each scene: its own, else its place, so that reading it twice gives the same names. */
export function withSceneIds(storyboard: Storyboard): NamedStoryboard {
  const taken = new Set(storyboard.scenes.flatMap(({ id }) => id ?? []));
  const scenes = storyboard.scenes.map((scene, i) => {
    const id = scene.id ?? freeName(`s${i + 1}`, taken);
    taken.add(id);
    return { ...scene, id };
  });
  return { ...storyboard, scenes };
}

/** A name for a scene that a revision adds. Never that of a scene which an earlier one removed: its takes are not those of this one. */
export function nameNewScene(place: { revision: number; change: number }, scenes: readonly NamedScene[]): string {
  return freeName(`r${place.revision}-${place.change + 1}`, new Set(scenes.map(({ id }) => id)));
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  return taken.has(wanted) ? freeName(`${wanted}b`, taken) : wanted;
}
