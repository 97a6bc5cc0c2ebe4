import { describe, expect, test } from 'vitest';
import { findScorer, nearestNames } from './find.ts';

describe('a scorer is found', () => {
  test('by its id in any spelling', () => {
    for (const name of ['tool-call-f1', 'ToolCallF1', 'tool_call_f1', 'TOOL CALL:F1']) {
      expect(findScorer(name), name).toMatchObject({
        scorer: { id: 'tool-call-f1' },
        params: {},
        negated: false,
      });
    }
  });

  test('by an alias, with the parameters that it stands for', () => {
    expect(findScorer('ToolCorrectness')).toMatchObject({
      scorer: { id: 'tool-call-f1' },
      params: { arguments: 'ignore', measure: 'recall' },
    });
  });

  test('negated with `not-` before any of its names', () => {
    for (const name of ['not-levenshtein', 'NotLevenshtein', 'not_content_similarity']) {
      expect(findScorer(name), name).toMatchObject({
        scorer: { id: 'levenshtein' },
        negated: true,
      });
    }
  });
});

test('there is no scorer of no name, of another name, or negated twice', () => {
  for (const name of ['', '-', 'not', 'not-', 'levenshtei', 'not-not-levenshtein', '__proto__']) {
    expect(findScorer(name), name).toBeUndefined();
  }
});

describe('a mistyped name', () => {
  test('is near to what was meant', () => {
    expect(nearestNames('levenstein')).toEqual(['levenshtein']);
    expect(nearestNames('Weighted Meen')).toEqual(['weighted-mean']);
  });

  test('is near to two at most, and to none when it is like none', () => {
    expect(nearestNames('an').length).toBeLessThanOrEqual(2);
    expect(nearestNames('something-else-entirely')).toEqual([]);
  });
});
