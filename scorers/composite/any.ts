import * as z from 'zod';
import { defineScorer, innerScorers, scorersParam } from '../define.ts';
import { scored } from '../outcome.ts';
import { gatherEvidence, listNames, passes, takingPart, withoutValue } from './child-scores.ts';

/**
 * Logical or: 1 when at least one scorer inside passes by its own threshold, 0 when none does;
 * `raw` is the number that pass. One that passes settles it, whatever the others would say.
 * Otherwise a scorer without a value leaves it open, which is an error. Skipped scorers take no
 * part; when all are skipped, what they missed is missing here too. A scorer with the threshold
 * null passes from 0.5.
 *
 * Source: Kleene's three-valued logic; promptfoo's assert-set with a threshold of one.
 */
export const any = defineScorer({
  id: 'any',
  aliases: { 'any-of': {}, or: {} },
  version: 1,
  kind: 'code',
  group: 'composite',
  summary: 'Whether at least one inner scorer passes.',
  source: 'Kleene 1938',
  needs: [],
  uses: ['scores'],
  params: () => z.strictObject({ scorers: scorersParam }),
  threshold: 1,
  examples: () => [
    {
      title: 'One of two thresholds is reached',
      sample: { output: 'sitting', expected: 'kitten' },
      params: {
        scorers: [
          { scorer: 'levenshtein', threshold: 0.5, as: 'close' },
          { scorer: 'levenshtein', threshold: 0.9, as: 'very-close' },
        ],
      },
      value: 1,
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
      return scored(1, reason, { raw: passing.length, evidence: gatherEvidence(passing) });
    }
    if (open.length > 0) return withoutValue(open);
    return scored(0, `None of ${judged.length} passes: ${listNames(judged)}.`, { raw: 0 });
  },
});
