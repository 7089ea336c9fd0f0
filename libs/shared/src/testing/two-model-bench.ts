import { type BenchSettings, setUpGeneration, toPool } from './generation-bench';
import { ScriptedProvider } from './scripted-provider';

/** A film that may be made by `model`, of the provider `first`, and by `other` where that cannot. */
export async function setUpTwoModels(changes: BenchSettings = {}) {
  const bench = await setUpGeneration({ circuitFailures: 3, ...changes });
  const other = new ScriptedProvider();
  bench.pools.pools.push(toPool('second/other/default', other, bench.settings));
  bench.workload.models = ['model', 'other'];
  return { ...bench, first: bench.provider, other };
}
