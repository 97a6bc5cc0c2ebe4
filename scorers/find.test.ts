import { describe, expect, test } from 'vitest';
import { findScorer, nearestNames, unknownName } from './find.ts';

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
    for (const name of ['not-levenshtein', 'NotLevenshtein', 'not_non_llm_string_similarity']) {
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
  test('is near to an id by its aliases, and to names within it or around it', () => {
    expect(nearestNames('ContextualRecal')[0]).toBe('context-recall');
    expect(nearestNames('FaithfulnessCheck')[0]).toBe('faithfulness');
    expect(nearestNames('my-toxicity')[0]).toBe('toxicity');
    expect(nearestNames('halucination_metric')[0]).toBe('hallucination');
  });

  test('is near to what was meant', () => {
    expect(nearestNames('levenstein')).toEqual(['levenshtein']);
    expect(nearestNames('Weighted Meen')).toEqual(['weighted-mean']);
  });

  test('is near to two at most, and to none when it is like none', () => {
    expect(nearestNames('an').length).toBeLessThanOrEqual(2);
    expect(nearestNames('something-else-entirely')).toEqual([]);
  });
});

describe('what tools put around the name of a measure', () => {
  test.each([
    ['FaithfulnessMetric', 'faithfulness'],
    ['AnswerRelevancyMetric', 'answer-relevance'],
    ['ContextualRecallMetric', 'context-recall'],
    ['answer relevancy metric', 'answer-relevance'],
    ['ToxicityEvaluator', 'toxicity'],
    ['create_embedding_similarity_evaluator', 'embedding-similarity'],
    ['CONCISENESS_PROMPT', 'conciseness'],
    ['LevenshteinScorer', 'levenshtein'],
    ['not-HallucinationMetric', 'hallucination'],
  ])('%s is %s', (name, id) => {
    expect(findScorer(name)?.scorer.id).toBe(id);
  });

  test('is not cut from names of measures that there are not', () => {
    for (const name of ['SQLEvaluator', 'Metric', 'create', 'evaluator', 'scorer-eval']) {
      expect(findScorer(name), name).toBeUndefined();
    }
    expect(unknownName('SQLEvaluator')).toContain('Phoenix');
    expect(unknownName('content_similarity')).toContain('`levenshtein`');
    expect(unknownName('something-else-entirely')).toBe(
      'no scorer is named "something-else-entirely"',
    );
  });
});
