import type { ProbeEstimate, ProbeInput } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { Timings } from '../../core/timings.ts';
import { createExperimentWorld, ENDPOINT, says } from '../../testing/experiment-world.ts';
import type { Step } from '../../testing/loopback-judge.ts';
import { MET, stageJudge, UNMET } from '../../testing/plays.ts';
import { createProbe, estimateProbe } from './probes.ts';

const QUESTION = 'Where should customers pick up parcel 17 today?';
const OTHER = 'At which place do customers collect parcel 17 today?';

const input: ProbeInput = {
  kind: 'phrasing',
  target: { url: ENDPOINT },
  samples: [{ id: 'parcel', input: QUESTION, expected: 'yes' }],
  scorers: ['exact-match'],
  phrasing: { rewordings: ['lower-case'], paraphrases: 1 },
};

const writes = (...paraphrases: string[]): Step => ({ content: JSON.stringify({ paraphrases }) });

/** A world whose model writes and judges as these steps say; the last repeats. */
async function worldWith(...steps: Step[]) {
  const judge = await stageJudge(...steps);
  return { ...worldOf({ ASSAY_JUDGE_BASE_URL: judge.baseUrl, ASSAY_JUDGE_MODEL: 'm' }), judge };
}

function worldOf(bindings: { ASSAY_JUDGE_BASE_URL?: string; ASSAY_JUDGE_MODEL?: string }) {
  const { projectId, services } = createExperimentWorld(() => says('yes'), { bindings });
  const principal = { projectId, keyId: 'key_test', scopes: ['admin' as const] };
  const context = { principal, requestId: 'req_test', timings: new Timings(() => 0) };
  const request = (given: Partial<ProbeInput>) => ({
    ...{ projectId, keyId: 'key_test', context },
    input: { ...input, ...given },
  });
  return {
    estimate: (given: Partial<ProbeInput> = {}) => estimateProbe(request(given), services),
    probe: (given: Partial<ProbeInput> = {}) => createProbe(request(given), services),
  };
}

function skippedIn({ skipped }: ProbeEstimate): [variant: string, reason: string][] {
  return skipped.map(({ variant, reason }) => [variant, reason]);
}

function paraphrasesIn({ shown }: ProbeEstimate): (string | null)[] {
  return shown.filter(({ variant }) => variant.startsWith('paraphrase')).map(({ asked }) => asked);
}

describe('a paraphrase that a model writes', () => {
  test('is asked if a judge finds that it means the same', async () => {
    const world = await worldWith(writes(OTHER), MET);
    const estimated = await world.estimate();
    expect(paraphrasesIn(estimated)).toEqual([OTHER]);
    expect(skippedIn(estimated)).toEqual([]);
    const [writing, checking] = await world.judge.heard();
    expect(writing?.body.messages[0].content).toContain(QUESTION);
    const [, data] = checking?.body.messages ?? [];
    expect(data.content).toContain(QUESTION);
    expect(data.content).toContain(OTHER);
  });

  test('is left out if a judge finds that it means something else', async () => {
    const world = await worldWith(writes(OTHER), UNMET);
    const estimated = await world.estimate();
    expect(paraphrasesIn(estimated)).toEqual([]);
    expect(skippedIn(estimated)).toEqual([['paraphrase-1', 'the paraphrase means something else']]);
  });

  test('is left out if it could not be checked', async () => {
    const world = await worldWith(writes(OTHER), { status: 400, body: { error: {} } });
    const estimated = await world.estimate();
    expect(paraphrasesIn(estimated)).toEqual([]);
    expect(skippedIn(estimated)).toEqual([['paraphrase-1', 'the paraphrase could not be checked']]);
  });

  test('is left out unchecked if it lacks a number, is the question, or is there twice', async () => {
    const lacking = 'At which place do customers collect their parcel today?';
    const world = await worldWith(writes(lacking, QUESTION, OTHER, OTHER), MET);
    const phrasing = { ...input.phrasing, paraphrases: 5 };
    const estimated = await world.estimate({ phrasing });
    expect(paraphrasesIn(estimated)).toEqual([OTHER]);
    expect(skippedIn(estimated).toSorted()).toEqual([
      ['paraphrase-1', 'it lacks "17", which must stay'],
      ['paraphrase-2', 'it is the question itself'],
      ['paraphrase-4', 'it is the same as an earlier one'],
      ['paraphrase-5', 'the model wrote fewer'],
    ]);
    expect(await world.judge.heard()).toHaveLength(2);
  });
});

describe('without paraphrases', () => {
  test.each([
    ['is down', { status: 400, body: { error: { message: 'Down.' } } }, 'the model did not answer'],
    ['answers rubbish', { content: 'Sure! Here you go.' }, 'did not answer with a list'],
    ['answers JSON of another kind', { content: '{"paraphrases": 3}' }, 'with a list'],
    ['writes none', writes(), 'the model wrote fewer'],
  ])('because the model %s, a probe still has its rewordings in code', async (_, step, reason) => {
    const world = await worldWith(step);
    const estimated = await world.estimate();
    expect(estimated.variants.map(({ variant }) => variant)).toEqual(['original', 'lower-case']);
    expect(skippedIn(estimated)).toEqual([['paraphrase-1', expect.stringContaining(reason)]]);
  });

  test('because no model is configured, it says so', async () => {
    const estimated = await worldOf({}).estimate();
    expect(skippedIn(estimated)).toEqual([
      ['paraphrase-1', 'no model is configured that could write them'],
    ]);
  });

  test('or any other variant, a probe is refused, and says why', async () => {
    const world = await worldWith({ content: 'Sure!' });
    // Without capitals there is nothing to put into lower case.
    const samples = [{ id: 'parcel', input: QUESTION.toLowerCase(), expected: 'yes' }];
    await expect(world.probe({ samples })).rejects.toMatchObject({
      errors: [{ pointer: '/samples', message: expect.stringContaining('no sample') }],
    });
  });
});
