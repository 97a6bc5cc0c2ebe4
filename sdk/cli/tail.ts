import type { RuleVerdicts, Verdict } from '@assay/schema/types.ts';
import type { Assay } from '../client.ts';
import { ConnectionError, RateLimitError, ServerError, TimeoutError } from '../errors.ts';
import { CliError } from './cli-error.ts';
import { defineCommand, numberOf } from './command.ts';
import { EXIT } from './exit-code.ts';
import { printable } from './text.ts';
import { verdictLine } from './verdict-filter.ts';

const POLL_MS = 2_000;
const PAGE = 100;

export const tail = defineCommand({
  name: 'tail',
  summary: 'Prints verdicts of live traces as they land, until interrupted.',
  options: {
    rule: { value: 'NAME', help: 'The rule whose verdicts are printed. Required.' },
    failed: { help: 'Only verdicts that did not pass.' },
    last: {
      value: 'COUNT',
      help: 'Number of earlier verdicts to print first, 0 to 100. Defaults to 10.',
    },
    after: {
      value: 'CURSOR',
      help: 'Go on where an earlier run stopped, which printed this when it was interrupted.',
    },
  },
  examples: ['assay tail --rule support-answers --failed', 'assay tail --rule answers --json'],
  async run({ values, isJson, system, client }) {
    const { rule, failed = false, after } = values;
    if (rule === undefined) throw new CliError('--rule is required: the name of a rule.');
    const last = numberOf(values.last, 'last', { min: 0, max: 100 }) ?? 10;
    const assay = await client();
    const signal = system.interruption();
    const tell = (verdicts: readonly Verdict[]) => {
      for (const verdict of verdicts.filter(({ passed }) => !failed || passed === false)) {
        const line = isJson ? `${JSON.stringify(verdict)}\n` : printable(verdictLine(verdict));
        system.stdout.write(line);
      }
    };
    let cursor = after;
    if (cursor === undefined) {
      const first = await assay.rules.verdicts(rule, { limit: Math.max(1, last) });
      cursor = first.cursor;
      tell(last === 0 ? [] : first.items);
    }
    while (!signal.aborted) {
      const page = await next(rule, cursor, assay);
      if (page === undefined) system.stderr.write('The connection failed; trying again.\n');
      else {
        cursor = page.cursor;
        tell(page.items);
      }
      if (page?.hasMore !== true) await system.sleep(POLL_MS);
    }
    system.stderr.write(`To go on from here: --after ${cursor}\n`);
    return EXIT.passed;
  },
});

/** What was stored after a cursor; undefined where asking again may help. */
async function next(rule: string, after: string, assay: Assay): Promise<RuleVerdicts | undefined> {
  try {
    return await assay.rules.verdicts(rule, { after, limit: PAGE });
  } catch (cause) {
    const mayPass = [ConnectionError, TimeoutError, ServerError, RateLimitError];
    if (mayPass.some((kind) => cause instanceof kind)) return undefined;
    throw cause;
  }
}
