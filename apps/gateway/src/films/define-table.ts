import { EntitySchema, type EntitySchemaOptions } from 'typeorm';

type TableOptions<T> = Pick<EntitySchemaOptions<T>, 'name' | 'tableName' | 'columns'>;

/** A table whose rows are plain objects: pure functions copy them, and what is the same object has not changed. */
export function defineTable<T>(options: TableOptions<T>): EntitySchema<T> {
  return new EntitySchema<T>(options);
}
