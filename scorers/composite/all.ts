import * as z from 'zod';
import { defineScorer, innerScorers, scorersParam } from '../define.ts';
import { scored } from '../outcome.ts';
import { gatherEvidence, listNames, passes, takingPart, withoutValue } from './child-scores.ts';

/**
 * Logical and: 1 when every scorer inside passes by its own threshold, 0 when one does not; `raw`
 * is the number that pass. One that fails settles it, whatever the others would say. Otherwise a
 * scorer without a value leaves it open, which is an error. Skipped scorers take no part; when all
 * are skipped, what they missed is missing here too. A scorer with the threshold null passes from
 * 0.5.
 *
 * Source: Kleene's three-valued logic; promptfoo's assert-set without a threshold.
 */
export const all = defineScorer({
  id: 'all',
  aliases: { 'assert-set': {}, 'all-of': {}, and: {} },
  version: 1,
  kind: 'code',
  group: 'composite',
  summary: 'Whether all inner scorers pass.',
  source: 'Kleene 1938; promptfoo assert-set',
  needs: [],
  uses: ['scores'],
  params: () => z.strictObject({ scorers: scorersParam }),
  threshold: 1,
  examples: () => [
    {
      title: 'One of two thresholds is missed',
      sample: { output: 'sitting', expected: 'kitten' },
      params: {
        scorers: [
          { scorer: 'levenshtein', threshold: 0.5, as: 'close' },
          { scorer: 'levenshtein', threshold: 0.9, as: 'very-close' },
        ],
      },
      value: 0,
    },
  ],
  inner: innerScorers,
  score(_sample, _params, { scores }) {
    const judged = takingPart(scores);
    if (judged.length === 0) return withoutValue(scores);
    const passing = judged.filter((score) => passes(score) === true);
    const failing = judged.filter((score) => passes(score) === false);
    const open = judged.filter((score) => passes(score) === null);
    if (failing.length > 0) {
      const reason = `${passing.length} of ${judged.length} pass; failing: ${listNames(failing)}.`;
      return scored(0, reason, { raw: passing.length, evidence: gatherEvidence(failing) });
    }
    if (open.length > 0) return withoutValue(open);
    return scored(1, `All ${judged.length} pass: ${listNames(passing)}.`, { raw: passing.length });
  },
});
