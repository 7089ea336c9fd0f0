import pg from 'pg';
import { waitFor } from '@shared/testing/wait-for';

// The shortest operation runs for 1500 ms; on a busy machine half of that goes by before it is seen.
const YOUNG_MS = 1_000;

/**
 * Resolves just after a stage has committed the id of an operation that it bought for the film, while that runs. A kill at
 * this moment has one right outcome, where in mid-submit nobody can tell whether the provider was asked.
 */
export async function waitForRunningAttempt(
  databaseUrl: string,
  stage: 'planner' | 'keyframer' | 'clipper',
  filmId: string,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const hasOne = async (): Promise<boolean> => {
      const { rowCount } = await client.query(
        `SELECT 1 FROM ${stage}.attempts WHERE film_id = $1 AND status = 'running'
         AND submitted_at > clock_timestamp() - make_interval(secs => $2::float8 / 1000)`,
        [filmId, YOUNG_MS],
      );
      return rowCount !== 0;
    };
    await waitFor(hasOne, { what: `an operation of the ${stage}`, timeoutMs: 60_000 });
  } finally {
    await client.end();
  }
}
