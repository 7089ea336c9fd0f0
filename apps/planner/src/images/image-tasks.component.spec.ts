import { expect, it } from '@jest/globals';
import { withRescanningPlans } from '@shared/testing/rescanning-plans';
import { createTestDatabase } from '@shared/testing/test-database';
import { ImageTasks1763798400000 } from '../migrations/image-tasks';
import { claimImageTasks } from './image-tasks';

it('claims no more images than are wanted, whatever plan the database chooses', async () => {
  const database = await createTestDatabase({ schema: 'planner', migrations: [ImageTasks1763798400000] });
  await database.dataSource.query(
    `INSERT INTO image_tasks (film_id, revision, list, place, tenant_id, aspect_ratio, image, caused_by)
     SELECT 'film_1', 1, 'references', n, 'tenant', '16:9', '{}', 'evt_1' FROM generate_series(1, 10) AS n; ANALYZE image_tasks`,
  );
  expect(await withRescanningPlans(database.dataSource, (db) => claimImageTasks(db, 2))).toHaveLength(2);
  await database.drop();
});
