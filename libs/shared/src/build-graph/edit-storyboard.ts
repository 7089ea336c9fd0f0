import type { EditStoryboard, SceneChange } from '@shared/contracts/revisions';
import { MAX_SCENES } from '@shared/contracts/storyboard';
import { AppError } from '@shared/errors/app-error';
import { nameNewScene, type NamedScene, type NamedStoryboard } from './scene-ids';

/** The storyboard after an edit that makes this revision. INVALID_INPUT, with every fault, when a change names a scene that is not there or leaves none. */
export function editStoryboard(storyboard: NamedStoryboard, edit: EditStoryboard, revision: number): NamedStoryboard {
  const faults: Fault[] = [];
  const byNumber = storyboard.scenes.map(({ id }) => id);
  const scenes = edit.changes.reduce((current, change, i) => {
    const outcome = applyChange(current, change, { byNumber, revision, change: i });
    if (Array.isArray(outcome)) return outcome;
    faults.push({
      field: `changes[${i}].${outcome.member}`,
      rule: 'must name a scene of the storyboard',
      value: outcome.value,
    });
    return current;
  }, storyboard.scenes);
  if (scenes.length < 1 || scenes.length > MAX_SCENES) {
    faults.push({ field: 'changes', rule: `must leave 1 to ${MAX_SCENES} scenes`, value: scenes.length });
  }
  const [first] = faults;
  if (first) throw new AppError('INVALID_INPUT', `${first.field}: ${first.rule}`, { details: { errors: faults } });
  const { title, styleGuide, characters } = edit;
  return {
    title: title ?? storyboard.title,
    styleGuide: { ...storyboard.styleGuide, ...withoutUndefined(styleGuide ?? {}) },
    characters: characters ?? storyboard.characters,
    scenes,
  };
}

interface Fault {
  field: string;
  rule: string;
  value: unknown;
}

interface Unknown {
  member: 'scene' | 'after';
  value: string | number;
}

interface Names {
  /** Ids by number, as the user saw them. */
  byNumber: readonly string[];
  revision: number;
  change: number;
}

function applyChange(scenes: NamedScene[], change: SceneChange, names: Names): NamedScene[] | Unknown {
  const at = (scene: string | number): number => {
    const id = typeof scene === 'number' ? names.byNumber[scene - 1] : scene;
    return scenes.findIndex((candidate) => candidate.id === id);
  };
  const unknown = (member: Unknown['member'], value: string | number): Unknown => ({ member, value });
  if (change.op === 'add') {
    const place = change.after === null ? 0 : at(change.after) + 1;
    if (change.after !== null && place === 0) return unknown('after', change.after);
    return scenes.toSpliced(place, 0, { ...change.scene, id: nameNewScene(names, scenes) });
  }
  const index = at(change.scene);
  const scene = scenes[index];
  if (!scene) return unknown('scene', change.scene);
  if (change.op === 'remove') return scenes.toSpliced(index, 1);
  if (change.op === 'edit') return scenes.with(index, { ...scene, ...withoutUndefined(change.set) });
  return moveScene(scenes, scene, { after: change.after, at }) ?? unknown('after', change.after ?? '');
}

function moveScene(
  scenes: NamedScene[],
  scene: NamedScene,
  { after, at }: { after: string | number | null; at: (scene: string | number) => number },
): NamedScene[] | null {
  if (after !== null && at(after) < 0) return null;
  const target = after === null ? null : scenes[at(after)];
  if (target === scene) return scenes;
  const rest = scenes.filter((other) => other !== scene);
  return rest.toSpliced(target ? rest.indexOf(target) + 1 : 0, 0, scene);
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
