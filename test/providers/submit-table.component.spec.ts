import { describe, it } from '@jest/globals';
import { newId } from '@shared/contracts/ids';
import { expectGeneratedDoc, toMarkdownTable } from '@shared/testing/generated-doc';
import { VENDOR_SUBMIT_FAULTS } from './vendor-submit-faults';
import { VideoSubject } from './video-subject';
import { VIDEO_VENDORS } from './video-vendors';

const INTRODUCTION = `# One POST for each attempt

Counted at the simulator, through the official SDK of each vendor: how many POSTs arrive when one goes wrong, and what the adapter says
of it. \`WRITE_DOCS=1 npm run test:component -- test/providers/submit-table\` measures it anew. _refused_: nothing was created, another
attempt may follow. _ambiguous_: the work may exist and may be paid, so it is held and asked for, and never sent again by itself.`;

describe('docs/one-post.md', () => {
  const subjects = Object.values(VIDEO_VENDORS).map((vendor) => new VideoSubject(vendor));

  it('says what one failed POST comes to at each vendor', async () => {
    const rows: string[][] = [];
    for (const { name, fault } of VENDOR_SUBMIT_FAULTS) {
      const cells = await Promise.all(subjects.map((subject) => measure(subject, fault)));
      rows.push([name, ...cells]);
    }
    const header = ['one POST that ends in', ...Object.keys(VIDEO_VENDORS)];
    await expectGeneratedDoc('one-post.md', `${INTRODUCTION}\n\n${toMarkdownTable(header, rows)}`);
  });
});

async function measure(subject: VideoSubject, fault: string): Promise<string> {
  const attempt = newId('att');
  await subject.simulated.setFaults({ match: { kind: 'video' }, fault, times: 9 });
  const { kind } = await subject.send(attempt, { signal: AbortSignal.timeout(fault === 'hang' ? 1500 : 20_000) });
  return `${await subject.simulated.countPosts(attempt)}, ${kind}`;
}
