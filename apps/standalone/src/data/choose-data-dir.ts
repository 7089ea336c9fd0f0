import { resolve } from 'node:path';
import { findMadeBy, type MadeBy } from './find-made-by';

// Apart: what one has begun the other must not finish.
const DATA_DIRS: Record<MadeBy, string> = { simulator: '.reelwright/data', vendors: '.reelwright/paid' };

export interface DataPlace {
  dataDir: string;
  /** What the user has to know of films that an earlier version has put elsewhere; null where there is nothing to say. */
  note: string | null;
}

/**
 * Where films are kept when nobody says where, below `root`. An earlier version kept paid ones where only drawn ones are now: where it
 * made nothing else, its place is taken over.
 */
export function chooseDataDir(madeBy: MadeBy, root: string): DataPlace {
  const [drawn, paid] = [resolve(root, DATA_DIRS.simulator), resolve(root, DATA_DIRS.vendors)];
  if (madeBy === 'simulator') return { dataDir: drawn, note: null };
  const earlier = findMadeBy(drawn);
  if (earlier?.by === 'vendors') {
    if (findMadeBy(paid) === null)
      return {
        dataDir: drawn,
        note: `Paid films of an earlier version are in ${drawn}; new ones are kept there, too.`,
      };
    return { dataDir: paid, note: `Paid films of an earlier version are in ${drawn}: npm start -- --data ${drawn}` };
  }
  const isMixed = earlier !== null && !earlier.isSaid;
  const note = `Films of an earlier version, paid ones too if it made any, are in ${drawn}: npm start without keys shows them.`;
  return { dataDir: paid, note: isMixed ? note : null };
}
