import { spawn } from 'node:child_process';
import { CHECKOUT_DIR } from '../servers/checkout.ts';

/** Runs a command whose output the user reads as it comes; resolves to whether it ended with 0. */
export async function runInherited(file: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<boolean> {
  const child = spawn(file, args, { cwd: CHECKOUT_DIR, stdio: 'inherit', env: { ...process.env, ...env } });
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`Could not run ${file}: ${error.message}`);
      resolve(false);
    });
    child.once('close', (code) => {
      resolve(code === 0);
    });
  });
}
