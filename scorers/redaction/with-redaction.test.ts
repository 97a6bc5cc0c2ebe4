import { expect, test } from 'vitest';
import { NO_EMBEDDER, NO_JUDGE, NO_RERANKER } from '../judging/judge.ts';
import { type ResolvedScorer, resolveDetectors, resolveScorers } from '../resolve.ts';
import { runScorers } from '../run.ts';
import { readSample } from '../sample.ts';
import { withRedaction } from './with-redaction.ts';

const EMAIL = 'maria.keller@posteo.de';
const rubric = { scorer: 'rubric', params: { criterion: 'Is it kind?', model: 'a/b' } };
const models = { judge: 'a/b' };
const [pii, secrets] = resolveDetectors(['detect-pii', 'detect-secrets'], '/redact') as [
  ResolvedScorer,
  ResolvedScorer,
];

function resolve(...references: Parameters<typeof resolveScorers>[0]): ResolvedScorer {
  const [resolved] = resolveScorers(references, '/scorers', models);
  if (resolved === undefined) throw new RangeError('one reference gives one scorer');
  return resolved;
}

/** What a judge is sent of a sample, and the score. */
async function asked(resolved: ResolvedScorer) {
  const heard: string[] = [];
  const scores = await runScorers([resolved], readSample({ output: `${EMAIL} is kind.` }), {
    ...{ nowMs: () => 0, deadlineAtMs: 1, requiredByDefault: true },
    models: () => ({
      ...{ embed: NO_EMBEDDER, rerank: NO_RERANKER },
      judge: {
        ...NO_JUDGE,
        admit: () => ({ warnings: [] }),
        async complete({ messages }) {
          heard.push(JSON.stringify(messages));
          return {
            ok: false,
            code: 'judge_refused',
            reason: 'About [EMAIL_1].',
            answer: '[EMAIL_1]',
          };
        },
      },
    }),
  });
  return { heard, score: scores[0] };
}

test('a scorer that asks no model stays the same, and so do its scores', () => {
  const distance = resolve('levenshtein');
  expect(withRedaction(distance, [pii])).toBe(distance);
  expect(withRedaction(resolve(rubric), []).redaction).toBeUndefined();
});

test('the scorers inside a composite ask models that see less', async () => {
  const composite = resolve({
    scorer: 'weighted-mean',
    params: { scorers: [rubric, 'detect-pii'] },
  });
  const { heard } = await asked(withRedaction(composite, [pii]));
  expect(heard.length).toBeGreaterThan(0);
  expect(heard.join()).not.toContain('keller');
});

test('what is redacted by settings and by a project is one scorer, whichever way it is said', () => {
  const bySettings = resolve({ ...rubric, redact: ['detect-pii', 'detect-secrets'] });
  const byBoth = withRedaction(resolve({ ...rubric, redact: ['detect-pii'] }), [pii, secrets]);
  expect(byBoth.fingerprint).toBe(bySettings.fingerprint);
  expect(byBoth.fingerprint).not.toBe(withRedaction(resolve(rubric), [pii]).fingerprint);
  expect(byBoth.calibratedAs).not.toBe(resolve(rubric).calibratedAs);
});

test('where a detector breaks, no model is asked, and the score is an error', async () => {
  const broken = {
    ...pii,
    scorer: {
      ...pii.scorer,
      spansIn() {
        throw new Error(`it broke on ${EMAIL}`);
      },
    },
  };
  const { heard, score } = await asked(withRedaction(resolve(rubric), [broken]));
  expect(heard).toEqual([]);
  expect(score).toMatchObject({
    status: 'error',
    value: null,
    error: { code: 'redaction_failed' },
  });
  expect(JSON.stringify(score)).not.toContain('keller');
});

test('an error of a judge comes back with what its tokens stand for', async () => {
  const { heard, score } = await asked(withRedaction(resolve(rubric), [pii]));
  expect(heard.join()).not.toContain('keller');
  expect(score).toMatchObject({ error: { message: `About ${EMAIL}.`, answer: EMAIL } });
});
