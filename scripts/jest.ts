import { runJest } from './test-run/run-jest.ts';

const [project = 'unit', ...rest] = process.argv.slice(2);
const { failed } = await runJest(project, rest);
if (failed > 0) process.exitCode = 1;
