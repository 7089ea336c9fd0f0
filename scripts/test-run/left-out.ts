import type { ServerName } from '../servers/server-addresses.ts';

/** Pure: the specs that cannot run without these servers, as a pattern for jest; null when all can. */
export function leftOutPattern(project: 'component' | 'e2e', missing: readonly ServerName[]): string | null {
  if (missing.length === 0) return null;
  // Standalone brings its own Postgres and uses neither Kafka nor MinIO.
  if (project === 'e2e') return '/(?!standalone)[^/]*\\.e2e\\.spec\\.ts$';
  // Nearly every component has tables; a spec of Kafka or MinIO says so in its path.
  return missing.includes('postgres') ? '.' : `(${missing.join('|')})[^/]*\\.component\\.spec\\.ts$`;
}
