import { expect, test } from 'vitest';
import { score, scoreJudged } from '../testing/score.ts';

// What the scorers have in common that are one criterion with levels.
const CRITERIA = {
  conciseness: 'words that the reader would not miss',
  clarity: 'understand the output when reading it once',
  coherence: 'fit together',
  politeness: 'with respect',
};
const sample = { input: 'Where is the station?', output: 'Two streets down, on your left.' };

for (const [id, criterion] of Object.entries(CRITERIA)) {
  test(`${id} is worth what the level is worth that the judge chose`, async () => {
    for (const [i, value] of [0, 0.5, 1].entries()) {
      const { score } = await scoreJudged(id, sample, [{ reasoning: 'Because.', level: i + 1 }]);
      expect(score).toMatchObject({ value, raw: i + 1, reason: 'Because.' });
    }
  });

  test(`${id} tells the judge its criterion, and shows the sample as data`, async () => {
    const { judge } = await scoreJudged(id, sample, [{ reasoning: '', level: 3 }]);
    const [system, user] = judge.calls[0]?.messages ?? [];
    expect(system?.content).toContain(criterion);
    expect(system?.content).not.toContain(sample.output);
    expect(user?.content).toContain('name="input">\nWhere is the station?');
    expect(user?.content).toContain('name="output">\nTwo streets down');
  });

  test(`${id} needs no input`, async () => {
    const { output } = sample;
    const { score } = await scoreJudged(id, { output }, [{ reasoning: '', level: 3 }]);
    expect(score).toMatchObject({ value: 1 });
  });

  test(`${id} has no value from a judge that cannot judge`, async () => {
    for (const line of ['I would rather not.', { reasoning: '', level: 4 }]) {
      const { score } = await scoreJudged(id, sample, [line]);
      expect(score).toMatchObject({ status: 'error', error: { code: 'judge_output_invalid' } });
    }
    expect(await score(id, sample)).toMatchObject({ error: { code: 'judge_unconfigured' } });
  });
}

test('an empty output is neither concise, clear nor coherent, and no judge is asked', async () => {
  for (const id of ['conciseness', 'clarity', 'coherence']) {
    const { score, judge } = await scoreJudged(id, { ...sample, output: ' ' }, ['']);
    expect(score, id).toMatchObject({ value: 0 });
    expect(judge.calls).toHaveLength(0);
  }
});

test('an empty output is neither polite nor rude', async () => {
  const { score } = await scoreJudged('politeness', { ...sample, output: '' }, ['']);
  expect(score).toMatchObject({ status: 'abstained', value: null, passed: null });
});
