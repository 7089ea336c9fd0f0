import { describe, it } from '@jest/globals';
import { expectGeneratedDoc, toMarkdownTable } from '@shared/testing/generated-doc';
import { ENDS_AS, ERROR_CODE_NAMES, type ErrorCode, HTTP_STATUS, type Retry, RETRY } from './error-codes';
import { ERROR_GUIDE } from './error-guide';

const RETRY_WORDS: Record<Retry, string> = {
  never: 'never',
  again: 'yes, up to `MAX_ATTEMPTS`',
  later: 'yes, when the provider allows it',
};

const INTRODUCTION = `# Errors

Written from \`libs/shared/src/contracts/error-codes.ts\` and \`error-guide.ts\`; \`WRITE_DOCS=1 npm run test:unit -- error-guide\` renews it.

Everything that fails does so with one of these codes: in problem details (\`code\`), in a film's and a scene's \`error\`, in its gaps, in
\`GET /v1/films/{id}/costs\`, in events and in logs. **Retry** is what Reelwright does of itself, within the budget of the film: 2, 4, 8 s
at most between attempts, drawn at random, and never before the provider asked for it. **Ends as** is the final status of the attempt that
the code ends; nothing there means that the code ends none. **HTTP** is the status where it answers a request.`;

function rowOf(code: ErrorCode): string[] {
  const ends = ENDS_AS[code].map((status) => `\`${status}\``).join(' or ');
  return [`[\`${code}\`](#${code.toLowerCase()})`, RETRY_WORDS[RETRY[code]], ends, String(HTTP_STATUS[code])];
}

function sectionOf(code: ErrorCode): string {
  const { means, billed, hint } = ERROR_GUIDE[code];
  return `## ${code}\n\n${means}\n\n- Billed: ${billed}.\n- What you can do: ${hint}`;
}

describe('docs/errors.md', () => {
  it('says of every code what the tables say', async () => {
    const table = toMarkdownTable(['Code', 'Retry', 'Ends as', 'HTTP'], ERROR_CODE_NAMES.map(rowOf));
    await expectGeneratedDoc('errors.md', [INTRODUCTION, table, ...ERROR_CODE_NAMES.map(sectionOf)].join('\n\n'));
  });
});
