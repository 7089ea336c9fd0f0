import { describe, expect, it } from '@jest/globals';
import type { ServerName } from '../servers/server-addresses.ts';
import { leftOutPattern } from './left-out.ts';

describe('leftOutPattern', () => {
  it.each<['component' | 'e2e', ServerName[], string, boolean]>([
    ['component', ['kafka'], '/libs/shared/src/messaging/kafka/kafka-transport.component.spec.ts', true],
    ['component', ['kafka'], '/libs/shared/src/artifacts/minio-store.component.spec.ts', false],
    ['component', ['kafka', 'minio'], '/libs/shared/src/artifacts/minio-store.component.spec.ts', true],
    ['component', ['kafka'], '/apps/planner/test/planner.component.spec.ts', false],
    ['component', ['postgres'], '/apps/planner/test/planner.component.spec.ts', true],
    ['e2e', ['minio'], '/test/e2e/distributed.e2e.spec.ts', true],
    ['e2e', ['minio'], '/test/e2e/standalone.e2e.spec.ts', false],
  ])('in %s without %j, for %s: %j', (project, missing, path, isLeftOut) => {
    expect(new RegExp(leftOutPattern(project, missing) ?? '^$').test(path)).toBe(isLeftOut);
  });

  it('leaves nothing out when every server is there', () => {
    expect(leftOutPattern('e2e', [])).toBeNull();
  });
});
