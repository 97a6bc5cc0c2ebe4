import type { Score, Verdict } from '@assay/schema/types.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import { assayWith, problemAnswer } from '../testing/fake-fetch.ts';
import { scoreOf, verdictOf } from '../testing/verdict.ts';
import { configureAssay } from '../vitest.ts';

let asked: Record<string, unknown>[] = [];

beforeEach(() => {
  asked = [];
});

function answering(verdict: Verdict): void {
  const { assay } = assayWith((_, init) => {
    asked.push(JSON.parse(String(init?.body)));
    return Response.json(verdict);
  });
  configureAssay(assay);
}

async function messageOf(expectation: Promise<unknown>): Promise<string> {
  const failure = await expectation.then(
    () => undefined,
    (cause: Error) => cause,
  );
  if (failure === undefined) throw new Error('nothing was thrown');
  return failure.message;
}

const unfaithful = scoreOf({
  name: 'faithfulness',
  threshold: 0.8,
  value: 0.5,
  passed: false,
  reason: '1 of 2 claims are supported by the contexts.',
  evidence: [
    {
      pointer: '/contexts/0',
      text: 'Express costs 12.90 EUR.',
      note: 'contradicted: costs 9.90 EUR',
    },
  ],
  votes: [
    {
      model: 'local/qwen3',
      modelVersion: null,
      value: 0.5,
      reason: '',
      counted: true,
      usage: { inputTokens: 1, outputTokens: 1 },
      costUsd: 0,
      latencyMs: 1,
      cached: false,
    },
  ],
});

const broken = scoreOf({
  name: 'faithfulness',
  status: 'error',
  value: null,
  passed: null,
  error: { code: 'judge_unavailable', message: 'The judge did not answer.', retryable: true },
} as Partial<Score> & { name: string });

describe('toScore', () => {
  test('asks for one score of the output with what the sample has beside it', async () => {
    answering(verdictOf([scoreOf({ name: 'faithfulness' })]));
    await expect('Paris.').toScore('faithfulness', {
      contexts: ['Paris is the capital.'],
      min: 0.8,
      params: { samples: 3 },
      tags: ['unit'],
      deadlineMs: 5_000,
    });
    expect(asked).toEqual([
      {
        sample: { output: 'Paris.', contexts: ['Paris is the capital.'] },
        scorers: [{ scorer: 'faithfulness', threshold: 0.8, params: { samples: 3 } }],
        tags: ['unit'],
        deadlineMs: 5_000,
      },
    ]);
  });

  test('takes a sample, and a promise of an output', async () => {
    answering(verdictOf([scoreOf({ name: 'token-f1' })]));
    await expect({ output: 'a', expected: 'b' }).toScore('token-f1');
    await expect(Promise.resolve('a')).toScore('token-f1', { expected: 'b' });
    expect(asked.map(({ sample }) => sample)).toEqual([
      { output: 'a', expected: 'b' },
      { output: 'a', expected: 'b' },
    ]);
    expect(await messageOf(expect(7).toScore('token-f1'))).toContain('not number');
  });

  test('fails with the value, the reason and the evidence', async () => {
    answering(verdictOf([unfaithful], { costUsd: 0.0004 }));
    expect(
      await messageOf(expect('It is 9.90 EUR.').toScore('faithfulness', { min: 0.8 })),
    ).toMatchInlineSnapshot(`
        "expected the output to score 0.80 or more by faithfulness, but it scored 0.50

          “It is 9.90 EUR.”

          1 of 2 claims are supported by the contexts.
          - contradicted: costs 9.90 EUR
            /contexts/0: “Express costs 12.90 EUR.”
          judged by local/qwen3

        verdict ver_1, $0.0004"
      `);
  });

  test('can be negated', async () => {
    answering(verdictOf([unfaithful]));
    await expect('It is 9.90 EUR.').not.toScore('faithfulness');
    answering(verdictOf([scoreOf({ name: 'toxicity', value: 0.9, threshold: 0.5 })]));
    expect(await messageOf(expect('Nice.').not.toScore('toxicity'))).toContain(
      'expected the output not to score 0.50 or more by toxicity, but it scored 0.90',
    );
  });

  test('throws for a judge that could not judge, negated or not', async () => {
    answering(verdictOf([broken]));
    for (const expectation of [
      expect('x').toScore('faithfulness'),
      expect('x').not.toScore('faithfulness'),
    ]) {
      const message = await messageOf(expectation);
      expect(message).toContain('could not be judged, which is neither a pass nor a fail');
      expect(message).toContain('judge_unavailable: The judge did not answer.');
    }
    const abstaining = { name: 'clarity', status: 'abstained', value: null, passed: null } as const;
    answering(verdictOf([scoreOf({ ...abstaining, reason: 'The votes differ.' } as never)]));
    expect(await messageOf(expect('x').not.toScore('clarity'))).toContain('abstained: The votes');
  });

  test('throws what the API refuses, negated or not', async () => {
    configureAssay(assayWith(() => problemAnswer(400, 'unknown_scorer')).assay);
    await expect(expect('x').toScore('no-such')).rejects.toThrow('Detail.');
    await expect(expect('x').not.toScore('no-such')).rejects.toThrow('Detail.');
  });

  test('wants to know from which value a scorer passes that only measures', async () => {
    answering(verdictOf([scoreOf({ name: 'measure', threshold: null, passed: null })]));
    expect(await messageOf(expect('x').toScore('measure'))).toContain(
      'set the minimum value that passes with `min`',
    );
  });

  test('shows no control characters of what a model wrote', async () => {
    answering(verdictOf([{ ...unfaithful, reason: 'a\u001b[2Jb' }]));
    expect(await messageOf(expect('c\u001b[2Jd').toScore('faithfulness'))).not.toContain('\u001b');
  });

  test('uses another client where one is given', async () => {
    answering(verdictOf([broken]));
    const { assay } = assayWith(() => Response.json(verdictOf([scoreOf({ name: 'length' })])));
    await expect('x').toScore('length', { params: { max: 3 }, assay });
    expect(asked).toEqual([]);
  });

  test('knows the parameters of each scorer', () => {
    const typed = () => {
      // @ts-expect-error: no such parameter
      expect('x').toScore('faithfulness', { params: { most: 3 } });
      // @ts-expect-error: it cannot go without its criterion
      expect('x').toScore('rubric');
      // @ts-expect-error: the same behind `not-`
      expect('x').toScore('not-contains', { params: { most: 3 } });
      expect('x').toScore('rubric', { params: { criterion: 'Polite.' } });
      expect('x').toScore('rubric', { params: { criteria: 'Polite.' } });
      // @ts-expect-error: two names of one parameter
      expect('x').toScore('closed-qa', { params: { criterion: 'Polite.', criteria: 'Short.' } });
      expect('x').toScore('house-style@2');
    };
    expect(typed).toBeTypeOf('function');
  });
});

describe('toPassSuite', () => {
  const suite = { name: 'support', version: 3, fingerprint: 'sha256:11' };
  const lineage = { ...verdictOf([]).lineage, suite };

  test('asks for the suite', async () => {
    answering(verdictOf([scoreOf({ name: 'tone' })]));
    await expect('Hello.').toPassSuite('support@3', { input: 'Hi?' });
    expect(asked).toEqual([{ sample: { output: 'Hello.', input: 'Hi?' }, suite: 'support@3' }]);
  });

  test('fails with the scores that did not pass', async () => {
    answering(verdictOf([unfaithful, scoreOf({ name: 'tone' })], { lineage }));
    const message = await messageOf(expect('x').toPassSuite('support'));
    expect(message).toContain('to pass the suite support, but it failed: Not every required');
    expect(message).toContain('faithfulness 0.50 of 0.80');
    expect(message).toContain('contradicted: costs 9.90 EUR');
    expect(message).not.toContain('tone');
    expect(message).toContain('verdict ver_1, suite support@3');
    await expect('x').not.toPassSuite('support');
  });

  test('throws where a score that could turn it is missing, negated or not', async () => {
    answering(verdictOf([broken, scoreOf({ name: 'tone' })], { lineage }));
    for (const expectation of [
      expect('x').toPassSuite('support'),
      expect('x').not.toPassSuite('support'),
    ]) {
      const message = await messageOf(expectation);
      expect(message).toContain('neither a pass nor a fail');
      expect(message).toContain('faithfulness judge_unavailable');
      expect(message).not.toContain('tone');
    }
  });
});

test('an answer that is no verdict is neither a pass nor a fail', async () => {
  const { assay } = assayWith(() => Response.json({ scores: [], decision: {} }));
  await expect(expect('a').not.toPassSuite('s', { assay })).rejects.toThrow();
  await expect(expect('a').not.toScore('bleu', { assay })).rejects.toThrow();
});

test('as a part of another expectation a matcher throws, and does not pass', () => {
  const asked = { toScore: () => expect({ a: 'x' }).toEqual({ a: expect.not.toScore('length') }) };
  expect(asked.toScore).toThrow('await expect(output)');
});
