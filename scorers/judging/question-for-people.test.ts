import { QuestionVersionInput } from '@assay/schema/question.ts';
import { expect, test } from 'vitest';
import { SCORERS } from '../registry.ts';
import { resolveOne } from '../resolve.ts';

function questionOf(scorer: string, params = {}) {
  const resolved = resolveOne({ scorer, params }, '', { judge: 'scripted/judge' });
  return resolved.scorer.question?.(resolved.params);
}

const JUDGES = SCORERS.filter(({ kind }) => kind === 'judge');

test.each(JUDGES.map((scorer) => [scorer.id, scorer] as const))(
  '%s can be asked of people',
  (id, { examples }) => {
    const question = questionOf(id, examples[0]?.params);
    expect(QuestionVersionInput.safeParse(question)).toMatchObject({ success: true });
    expect(JSON.stringify(question)).not.toContain('{{');
  },
);

test('a criterion with levels asks for its levels, and one that is met or not for pass or fail', () => {
  expect(questionOf('rubric', { criterion: 'It is polite.' })).toEqual({
    kind: 'pass-fail',
    text: 'It is polite.',
    guidelines: '- Fail: The criterion is not met.\n- Pass: The criterion is met.',
  });
  const levels = [
    { value: 0, anchor: 'Rude.' },
    { value: 0.4, anchor: 'Neutral.' },
    { value: 1, anchor: 'Warm.' },
  ];
  expect(questionOf('rubric', { criterion: 'Is it polite?', levels })).toEqual({
    kind: 'levels',
    text: 'Is it polite?',
    levels,
  });
  expect(questionOf('politeness')).toMatchObject({ kind: 'levels' });
});

test('classes become categories, and a comparison stays one', () => {
  const labels = [
    { label: 'refuses', value: 0 },
    { label: 'answers', value: 1, description: 'It says it.' },
  ];
  expect(questionOf('classify', { labels, question: 'Which is it?' })).toEqual({
    kind: 'categories',
    text: 'Which is it?',
    categories: [
      { name: 'refuses', value: 0 },
      { name: 'answers', value: 1, description: 'It says it.' },
    ],
  });
  expect(questionOf('pairwise', { criterion: 'Which is shorter?' })).toEqual({
    kind: 'pairwise',
    text: 'Which is shorter?',
  });
});

test('a judge that counts gives its own instructions as guidelines', () => {
  expect(questionOf('faithfulness')?.guidelines).toContain(
    'Check whether the output is faithful to the contexts.',
  );
});
