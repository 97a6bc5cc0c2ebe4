import * as z from 'zod';
import { defineScorer, innerScorers, scorersParam } from '../define.ts';
import { scored } from '../outcome.ts';
import { gatherEvidence, listNames, passes, takingPart, withoutValue } from './child-scores.ts';

/**
 * Logical nor: 1 when no scorer inside passes by its own threshold, 0 when one does; `raw` is the
 * number that pass. One that passes settles it, whatever the others would say. Otherwise a scorer
 * without a value leaves it open, which is an error: an outage never becomes a pass. Skipped
 * scorers take no part; when all are skipped, what they missed is missing here too. A scorer with
 * the threshold null passes from 0.5.
 *
 * Source: Kleene's three-valued logic.
 */
export const none = defineScorer({
  id: 'none',
  aliases: { 'none-of': {}, nor: {} },
  version: 1,
  kind: 'code',
  group: 'composite',
  summary: 'Whether no inner scorer passes.',
  source: 'Kleene 1938',
  needs: [],
  uses: ['scores'],
  params: () => z.strictObject({ scorers: scorersParam }),
  threshold: 1,
  examples: () => [
    {
      title: 'The output is close to the text that it must not repeat',
      sample: { output: 'My password is swordfish', expected: 'my password is swordfish' },
      params: { scorers: ['levenshtein'] },
      value: 0,
    },
  ],
  inner: innerScorers,
  score(_sample, _params, { scores }) {
    const judged = takingPart(scores);
    if (judged.length === 0) return withoutValue(scores);
    const passing = judged.filter((score) => passes(score) === true);
    const open = judged.filter((score) => passes(score) === null);
    if (passing.length > 0) {
      const reason = `${passing.length} of ${judged.length} pass: ${listNames(passing)}.`;
      return scored(0, reason, { raw: passing.length, evidence: gatherEvidence(passing) });
    }
    if (open.length > 0) return withoutValue(open);
    return scored(1, `None of ${judged.length} passes: ${listNames(judged)}.`, { raw: 0 });
  },
});
