import { env } from 'cloudflare:workers';
import { LIMITS } from '@assay/schema/limits.ts';
import type { Problem, Sample, StoredVerdict, Verdict } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { DEVELOPMENT_KEY } from '../../features/auth/development.ts';
import { appWith } from '../../testing/app.ts';
import { call, callJson } from '../../testing/client.ts';
import { failingDatabase } from '../../testing/faults.ts';

const near: Sample = { output: 'sitting', expected: 'kitten' };
const same: Sample = { output: 'Paris', expected: 'Paris' };

async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return response.json();
}

describe('a verdict', () => {
  test('is answered and stored with its sample', async () => {
    const verdict = await callJson<Verdict>('/v1/score', {
      body: {
        sample: { ...near, id: 'row-1', generator: 'openai/gpt-5' },
        scorers: ['levenshtein'],
      },
    });
    expect(verdict).toMatchObject({
      id: expect.stringMatching(/^ver_[0-9a-z]{26}$/),
      sampleId: 'row-1',
      passed: false,
      value: expect.closeTo(4 / 7),
      decision: { rule: 'required', decidedBy: ['levenshtein'], undecidedBy: [] },
      scores: [{ name: 'levenshtein', status: 'scored', raw: 3, passed: false, threshold: 0.8 }],
      lineage: { generator: 'openai/gpt-5', suite: null },
      stored: 'now',
    });
    const stored = await callJson<StoredVerdict>(`/v1/verdicts/${verdict.id}`);
    expect(stored).toEqual({
      ...verdict,
      sample: { ...near, id: 'row-1', generator: 'openai/gpt-5' },
    });
  });

  test('is given to what is extracted of the output, which may be JSON', async () => {
    const verdict = await callJson<Verdict>('/v1/score', {
      body: {
        sample: { output: { answer: 'Paris', steps: [1, 2] }, expected: 'paris' },
        scorers: [
          { scorer: 'exact-match', extract: [{ by: 'json', path: 'answer' }, 'lowercase'] },
          { scorer: 'json-valid', params: { scalars: false } },
        ],
      },
    });
    expect(verdict).toMatchObject({ passed: true });
    const stored = await callJson<StoredVerdict>(`/v1/verdicts/${verdict.id}`);
    expect(stored.sample.output).toEqual({ answer: 'Paris', steps: [1, 2] });
  });

  test('refuses steps that are not known, and an output that is neither text nor JSON', async () => {
    const refused = async (body: object) => {
      const { errors } = await problemOf(await call('/v1/score', { body }));
      return errors?.map(({ pointer }) => pointer);
    };
    const sample = { output: 'a', expected: 'a' };
    const by = (extract: unknown) => ({ sample, scorers: [{ scorer: 'exact-match', extract }] });
    expect(await refused(by([{ by: 'magic' }]))).toEqual(['/scorers/0/extract/0/by']);
    expect(await refused(by([{ by: 'marker' }]))).toEqual(['/scorers/0/extract/0/marker']);
    expect(await refused(by([{ by: 'regex', pattern: '(' }]))).toEqual([
      '/scorers/0/extract/0/pattern',
    ]);
    expect(await refused({ sample: { output: 7 }, scorers: ['length'] })).toContain(
      '/sample/output',
    );
  });

  test('passes when the score does', async () => {
    const verdict = await callJson<Verdict>('/v1/score', {
      body: { sample: same, scorers: ['levenshtein'] },
    });
    expect(verdict).toMatchObject({ passed: true, value: 1 });
  });

  test('is undecided, never failed, when a score could not be given', async () => {
    const verdict = await callJson<Verdict>('/v1/score', {
      body: { sample: { output: 'x' }, scorers: ['levenshtein'] },
    });
    expect(verdict).toMatchObject({
      passed: null,
      value: null,
      decision: { undecidedBy: ['levenshtein'] },
      scores: [
        { status: 'error', value: null, passed: null, error: { code: 'sample_field_missing' } },
      ],
    });
  });

  test('says which weighted mean decided it', async () => {
    const body = {
      sample: near,
      scorers: [
        { scorer: 'levenshtein', as: 'strict', weight: 3 },
        { scorer: 'levenshtein', threshold: 0.5 },
      ],
      policy: { rule: 'weighted-mean', threshold: 0.55 },
    };
    const verdict = await callJson<Verdict>('/v1/score', { body });
    expect(verdict).toMatchObject({
      passed: true,
      decision: { rule: 'weighted-mean', threshold: 0.55, decidedBy: ['strict', 'levenshtein'] },
    });
  });

  test('has the same fingerprints and sample hash for the same sample, whatever the order of keys', async () => {
    const ask = (sample: Sample) =>
      callJson<Verdict>('/v1/score', { body: { sample, scorers: ['levenshtein'] } });
    const one = await ask({ output: 'a', expected: 'b' });
    const other = await ask({ expected: 'b', output: 'a' });
    expect(other.lineage.sampleHash).toBe(one.lineage.sampleHash);
    expect(other.scores[0]?.fingerprint).toBe(one.scores[0]?.fingerprint);
  });

  test('survives text that is not well-formed Unicode', async () => {
    const verdict = await callJson<Verdict>('/v1/score', {
      body: '{"sample":{"output":"\\ud800","expected":"\\u0000"},"scorers":["levenshtein"]}',
    });
    const stored = await callJson<StoredVerdict>(`/v1/verdicts/${verdict.id}`);
    expect(stored.sample).toEqual({ output: '\ud800', expected: '\u0000' });
  });
});

test("a conversation is accepted as OpenAI's clients write it", async () => {
  const sample = {
    messages: [
      { role: 'user', content: 'Hi' },
      {
        role: 'assistant',
        content: 'Hello',
        tool_calls: null,
        function_call: null,
        annotations: null,
        audio: null,
        refusal: null,
      },
    ],
    expected: 'Hello',
    generation: {
      logprobs: {
        content: [{ token: 'Hello', logprob: -0.1, bytes: null, top_logprobs: [] }],
        refusal: null,
      },
    },
  };
  const verdict = await callJson<Verdict>('/v1/score', {
    body: { sample, scorers: ['exact-match', 'perplexity'] },
  });
  expect(verdict.passed).toBe(true);
});

describe('many samples', () => {
  test('get verdicts in their order', async () => {
    const samples = Array.from({ length: 25 }, (_, i) => ({
      id: `s${i}`,
      output: 'x',
      expected: 'x',
    }));
    const { verdicts } = await callJson<{ verdicts: Verdict[] }>('/v1/score', {
      body: { samples, scorers: ['levenshtein'] },
    });
    expect(verdicts.map(({ sampleId }) => sampleId)).toEqual(samples.map(({ id }) => id));
    expect([...verdicts].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(verdicts);
  });

  test('that fill a whole request are all stored', async () => {
    const output = 'x'.repeat(10_000);
    const samples = Array.from({ length: 100 }, () => ({ output, expected: output }));
    const { verdicts } = await callJson<{ verdicts: Verdict[] }>('/v1/score', {
      body: {
        samples: samples.map((sample) => ({ ...sample, expected: 'y' })),
        scorers: ['levenshtein'],
      },
    });
    const last = await callJson<StoredVerdict>(`/v1/verdicts/${verdicts.at(-1)?.id}`);
    expect(last.sample.output).toBe(output);
  });

  test('over the limit are refused', async () => {
    const samples = Array.from({ length: LIMITS.samples + 1 }, () => near);
    const response = await call('/v1/score', { body: { samples, scorers: ['levenshtein'] } });
    expect(response.status).toBe(400);
    expect(await problemOf(response)).toMatchObject({ errors: [{ pointer: '/samples' }] });
  });
});

describe('storing', () => {
  test('"none" keeps nothing', async () => {
    const verdict = await callJson<Verdict>('/v1/score', {
      body: { sample: same, scorers: ['levenshtein'], store: 'none' },
    });
    expect(verdict.stored).toBe('none');
    expect((await call(`/v1/verdicts/${verdict.id}`)).status).toBe(404);
  });

  test('"queued" is readable once the queue has delivered it', async () => {
    const verdict = await callJson<Verdict>('/v1/score', {
      body: { sample: same, scorers: ['levenshtein'], store: 'queued', tags: ['q'] },
    });
    expect(verdict.stored).toBe('queued');
    await expect
      .poll(async () => (await call(`/v1/verdicts/${verdict.id}`)).status, { timeout: 10_000 })
      .toBe(200);
    const stored = await callJson<StoredVerdict>(`/v1/verdicts/${verdict.id}`);
    expect(stored).toEqual({ ...verdict, sample: same });
  });

  test('"queued" is stored at once when it is too large for the queue', async () => {
    const sample = { output: 'x'.repeat(130_000), expected: 'x' };
    const verdict = await callJson<Verdict>('/v1/score', {
      body: { sample, scorers: ['levenshtein'], store: 'queued' },
    });
    expect(verdict.stored).toBe('now');
    expect((await call(`/v1/verdicts/${verdict.id}`)).status).toBe(200);
  });
});

describe('a stream', () => {
  test('tells each score, then the verdict, then that it is done', async () => {
    const response = await call('/v1/score', {
      body: { samples: [near, same], scorers: ['levenshtein'] },
      headers: { Accept: 'text/event-stream' },
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events = parseEvents(await response.text());
    expect(events.map(({ event }) => event)).toEqual([
      'score',
      'score',
      'verdict',
      'verdict',
      'done',
    ]);
    expect(events[1]?.data).toMatchObject({ index: 1, score: { name: 'levenshtein', value: 1 } });
    expect(events[2]?.data).toMatchObject({ index: 0, verdict: { passed: false } });
  });

  test('of a request that cannot be run does not begin', async () => {
    const response = await call('/v1/score', {
      body: { sample: near, suite: 'nowhere' },
      headers: { Accept: 'text/event-stream' },
    });
    expect(response.status).toBe(400);
    expect(await problemOf(response)).toMatchObject({ code: 'unknown_suite' });
  });

  test('that fails midway ends with the problem', async () => {
    // What the project keeps is read first.
    const app = appWith({ DB: failingDatabase(env.DB, 1_000, 1) });
    const response = await app.fetch('http://localhost/v1/score', {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${DEVELOPMENT_KEY}`,
        'Content-Type': 'application/json',
        Accept: 'text/event-stream',
      },
      body: JSON.stringify({ sample: near, scorers: ['levenshtein'] }),
    });
    expect(parseEvents(await response.text())).toMatchObject([
      { event: 'score' },
      { event: 'error', data: { code: 'storage_unavailable', status: 503 } },
    ]);
  });
});

function parseEvents(text: string): { event: string; data: unknown }[] {
  return text
    .trim()
    .split('\n\n')
    .map((block) => {
      const [, event = ''] = /^event: (.*)$/m.exec(block) ?? [];
      const [, data = 'null'] = /^data: (.*)$/m.exec(block) ?? [];
      return { event, data: JSON.parse(data) };
    });
}

describe('a request is refused', () => {
  const cases: [string, unknown, number, string, string[]][] = [
    ['without scorers', { sample: near }, 400, 'invalid_request', ['/scorers']],
    ['without a sample', { scorers: ['levenshtein'] }, 400, 'invalid_request', ['/sample']],
    [
      'with sample and samples',
      { sample: near, samples: [near], scorers: ['levenshtein'] },
      400,
      'invalid_request',
      ['/sample'],
    ],
    [
      'with a field nobody knows',
      { sample: near, scorers: ['levenshtein'], stor: 'now' },
      400,
      'invalid_request',
      ['/stor'],
    ],
    [
      'with a sample field nobody knows',
      { sample: { outptu: 'x' }, scorers: ['levenshtein'] },
      400,
      'invalid_request',
      ['/sample/outptu'],
    ],
    [
      'with an unknown scorer',
      { sample: near, scorers: ['levenstein'] },
      400,
      'unknown_scorer',
      ['/scorers/0'],
    ],
    [
      'with a parameter nobody knows',
      { sample: near, scorers: [{ scorer: 'levenshtein', params: { caseSensitiv: true } }] },
      400,
      'invalid_request',
      ['/scorers/0/params/caseSensitiv'],
    ],
    [
      'with one name for two scores',
      { sample: near, scorers: ['levenshtein', 'levenshtein'] },
      400,
      'invalid_request',
      ['/scorers/1'],
    ],
    [
      'with a threshold out of range',
      { sample: near, scorers: [{ scorer: 'levenshtein', threshold: 2 }] },
      400,
      'invalid_request',
      ['/scorers/0/threshold'],
    ],
    ['with an unknown suite', { sample: near, suite: 'none@3' }, 400, 'unknown_suite', ['/suite']],
    [
      'with a text over 256 KiB',
      { sample: { output: 'x'.repeat(LIMITS.textBytes + 1) }, scorers: ['levenshtein'] },
      400,
      'invalid_request',
      ['/sample/output'],
    ],
    [
      'with a text over 256 KiB of UTF-8',
      { sample: { output: 'ü'.repeat(LIMITS.textBytes / 2 + 1) }, scorers: ['levenshtein'] },
      400,
      'invalid_request',
      ['/sample/output'],
    ],
  ];
  for (const [name, body, status, code, pointers] of cases) {
    test(name, async () => {
      const response = await call('/v1/score', { body });
      expect(response.status).toBe(status);
      const problem = await problemOf(response);
      expect(problem).toMatchObject({ code, status, retryable: false });
      expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(pointers);
    });
  }

  test('with a suggestion for a mistyped scorer', async () => {
    const response = await call('/v1/score', { body: { sample: near, scorers: ['levenstein'] } });
    expect((await problemOf(response)).detail).toContain('did you mean "levenshtein"');
  });

  test('when it is not JSON', async () => {
    const response = await call('/v1/score', { body: '{"sample":' });
    expect(response.status).toBe(400);
    expect(await problemOf(response)).toMatchObject({ code: 'malformed_json' });
  });

  test('when it is of another type', async () => {
    const response = await call('/v1/score', {
      body: 'x',
      headers: { 'Content-Type': 'text/plain' },
    });
    expect(response.status).toBe(415);
  });

  test('when it is larger than 1 MiB', async () => {
    const response = await call('/v1/score', { body: `"${'x'.repeat(LIMITS.requestBytes)}"` });
    expect(response.status).toBe(413);
    expect(await problemOf(response)).toMatchObject({ code: 'request_too_large' });
  });

  test('when its stated length is larger than 1 MiB, or no length', async () => {
    for (const length of [String(LIMITS.requestBytes + 1), 'long']) {
      const response = await call('/v1/score', {
        body: '{}',
        headers: { 'Content-Length': length },
      });
      expect(response.status).toBe(413);
    }
  });

  test('when a number in it could not be kept as it is', async () => {
    const ask = (expected: string) =>
      call('/v1/score', {
        body: `{"sample":{"output":"5e999","expected":${expected}},"scorers":["levenshtein"]}`,
      });
    for (const number of ['1e999', '[-1E+400]', '9'.repeat(310), `${'9'.repeat(250)}e99`]) {
      const response = await ask(number);
      expect(response.status).toBe(400);
      expect(await problemOf(response)).toMatchObject({ code: 'invalid_request' });
    }
    expect((await ask('1e308')).status).toBe(200);
  });

  test('when it nests too deeply, however deep', async () => {
    for (const depth of [LIMITS.nestingDepth, 100_000]) {
      const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`;
      const response = await call('/v1/score', {
        body: `{"sample":{"output":"]]","expected":${nested}},"scorers":["levenshtein"]}`,
      });
      expect(response.status).toBe(400);
      expect(await problemOf(response)).toMatchObject({ code: 'nesting_too_deep' });
    }
  });
});
