export interface CliConfig {
  /** Address of the gateway, unless `--api` names another. Default http://127.0.0.1:8080. */
  api: string;
}

export function loadCliConfig(env: Readonly<Record<string, string | undefined>>): CliConfig {
  return { api: env.REELWRIGHT_API ?? 'http://127.0.0.1:8080' };
}
