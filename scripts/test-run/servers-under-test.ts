import { ensureFfmpeg } from '../ensure-ffmpeg.ts';
import { bringUp, takeDown } from '../servers/operate-servers.ts';
import { SERVER_NAMES, type ServerName } from '../servers/server-addresses.ts';

/** The real servers of one test run: knows which are missing, and which it started itself. */
export class ServersUnderTest {
  missing: ServerName[] = [];
  private started: ServerName[] = [];
  private rising: Promise<string[]> | null = null;

  /** What could not be brought up, one sentence each. From nothing it takes minutes: to be begun early and asked again. */
  up(): Promise<string[]> {
    return (this.rising ??= this.bringAllUp());
  }

  private async bringAllUp(): Promise<string[]> {
    const [outcomes, ffmpegComplaint] = await Promise.all([
      bringUp(SERVER_NAMES, { fast: true }),
      ensureFfmpeg().then(() => null, toMessage),
    ]);
    const complaints = outcomes.flatMap((outcome) =>
      'error' in outcome ? [`${outcome.name}: ${toMessage(outcome.error)}`] : [],
    );
    this.missing = outcomes.filter((outcome) => 'error' in outcome).map(({ name }) => name);
    this.started = outcomes.flatMap((outcome) => ('adopted' in outcome && !outcome.adopted ? [outcome.name] : []));
    return ffmpegComplaint === null ? complaints : [...complaints, ffmpegComplaint];
  }

  /** Continuous integration leaves nothing behind; at home the next run is faster with the servers still up. */
  async release(): Promise<void> {
    await this.rising?.catch(() => undefined);
    if (this.started.length === 0) return;
    if (process.env['CI'] !== undefined) await takeDown(this.started, { kill: false });
    else console.log(`\nStill running: ${this.started.join(', ')}. To stop them: npm run servers:down`);
  }
}

function toMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
