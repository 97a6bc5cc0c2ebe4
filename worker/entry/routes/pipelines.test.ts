import type {
  Page,
  Pipeline,
  PipelineContent,
  PipelinePreview,
  Problem,
} from '@assay/schema/types.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { call, callJson } from '../../testing/bound-client.ts';
import { workerWith } from '../../testing/judged-worker.ts';
import { giveKey } from '../../testing/keys.ts';
import { stageJudge } from '../../testing/plays.ts';

const targets = [
  { name: 'small', model: 'binding/SMALL' },
  { name: 'large', model: 'binding/LARGE' },
];
const bothTargets = ['small', 'large'];
const flagged = { scorer: 'detect-pii', action: 'flag' };

function ruled(when: object): object {
  return { route: { rules: [{ name: 'first', when, use: { targets: ['small'] } }] } };
}

async function problemOf(body: object, path = '/v1/pipelines/preview'): Promise<Problem> {
  const response = await call(path, { body });
  expect(response.ok).toBe(false);
  return response.json<Problem>();
}

/** What is wrong with a pipeline, as `pointer message`. */
async function faultsOf(content: object): Promise<string[]> {
  const { errors = [] } = await problemOf({ name: 'refused', targets, ...content });
  return errors.map(({ pointer, message }) => `${pointer} ${message}`);
}

describe('a pipeline', () => {
  test('is versioned, found by name and by version, listed and deleted', async () => {
    const made = await callJson<Pipeline>('/v1/pipelines', {
      body: { name: 'life', description: 'First.', targets },
    });
    expect(made).toMatchObject({ name: 'life', version: 1, description: 'First.', targets });
    expect(made.fingerprint).toMatch(/^sha256:/);
    const judge = { scorers: ['json-valid'] };
    const next = await callJson<Pipeline>('/v1/pipelines/life/versions', {
      body: { targets, judge },
    });
    expect(next.version).toBe(2);
    expect(next.fingerprint).not.toBe(made.fingerprint);
    expect(await callJson('/v1/pipelines/life')).toMatchObject({ version: 2, judge });
    expect(await callJson('/v1/pipelines/life@1')).toEqual(made);
    const { items } = await callJson<Page<Pipeline>>('/v1/pipelines/life/versions');
    expect(items.map(({ version }) => version)).toEqual([2, 1]);
    const listed = await callJson<Page<Pipeline>>('/v1/pipelines');
    expect(listed.items.filter(({ name }) => name === 'life')).toEqual([next]);
    await call('/v1/pipelines/life@2', { method: 'DELETE' });
    expect(await callJson('/v1/pipelines/life')).toMatchObject({ version: 1 });
    await call('/v1/pipelines/life', { method: 'DELETE' });
    expect((await call('/v1/pipelines/life')).status).toBe(404);
  });

  test('gets no version for the content that it has', async () => {
    const body = { name: 'same', targets };
    await callJson('/v1/pipelines', { body });
    const again = await call('/v1/pipelines/same/versions', { body: { targets } });
    expect(again.status).toBe(200);
    expect(await again.json()).toMatchObject({ version: 1 });
    expect(await problemOf(body, '/v1/pipelines')).toMatchObject({ code: 'pipeline_exists' });
  });

  test('whose intents change their order is another pipeline, since the first that matches decides', async () => {
    const routeOf = (intents: object) => ({
      intent: { by: 'patterns', intents },
      rules: [{ name: 'a', when: { intent: ['a'] }, use: { targets: ['small'] } }],
    });
    const body = { name: 'ordered', targets, route: routeOf({ a: ['x'], b: ['x'] }) };
    await callJson('/v1/pipelines', { body });
    const other = { ...body, route: routeOf({ b: ['x'], a: ['x'] }) };
    const preview = await callJson<PipelinePreview>('/v1/pipelines/preview', { body: other });
    expect(preview.isChanged).toBe(true);
    expect(preview.newest?.fingerprint).not.toBe(preview.next.fingerprint);
  });

  test('is previewed without being saved', async () => {
    const body = { name: 'previewed', targets };
    const preview = await callJson<PipelinePreview>('/v1/pipelines/preview', { body });
    expect(preview).toMatchObject({ isChanged: true, newest: null, next: body });
    expect((await call('/v1/pipelines/previewed')).status).toBe(404);
  });

  test('keeps what the scorers of the project were when it was saved', async () => {
    const own = { name: 'shortly', base: 'javascript', params: { code: '() => 1' } };
    await callJson('/v1/scorers', { body: own });
    const made = await callJson<Pipeline>('/v1/pipelines', {
      body: { name: 'kept', targets, judge: { scorers: ['shortly'] } },
    });
    expect(made.judge?.scorers).toMatchObject([{ as: 'shortly', scorer: 'javascript' }]);
  });

  test('needs a key with the scope admin to be changed, and read to be read', async () => {
    const { key } = await giveKey(['suites', 'read']);
    const response = await call('/v1/pipelines', { key, body: { name: 'no', targets } });
    expect(await response.json()).toMatchObject({ code: 'scope_missing' });
    expect((await call('/v1/pipelines', { key })).status).toBe(200);
  });
});

describe('a pipeline is refused by the field', () => {
  test.each<[string, object, unknown[]]>([
    [
      'for a target that is none',
      { otherwise: { targets: ['smal'] } },
      ['/otherwise/targets/0 is not one of the targets; did you mean "small"?'],
    ],
    [
      'for a name that two targets have',
      { targets: [...targets, { name: 'small', model: 'binding/LARGE' }] },
      ['/targets/2/name is the name of another target too'],
    ],
    [
      'for several targets of which `single` asks one',
      { otherwise: { strategy: 'single', targets: bothTargets } },
      ['/otherwise/targets must have one name: `single` asks no other. Use `fallback`'],
    ],
    [
      'for a hedge without a second target',
      { otherwise: { targets: ['small'], hedgeAfterMs: 500 } },
      ['/otherwise/hedgeAfterMs needs a second target to ask'],
    ],
    [
      'for a model without a provider',
      { targets: [{ name: 'a', model: 'nowhere/gpt' }] },
      [
        '/targets/0/model cannot be asked: The provider "nowhere" is not configured. Configured providers: binding.',
      ],
    ],
    [
      'for a service binding that the deployment does not name',
      { targets: [{ name: 'a', model: 'binding/OTHER' }] },
      [
        '/targets/0/model cannot be asked: There is no service binding "OTHER". ASSAY_BINDINGS names: SMALL, LARGE.',
      ],
    ],
    [
      'for a policy and a suite that the project does not have',
      { guardInput: { policy: 'none' }, judge: { suite: 'none' } },
      [
        '/guardInput/policy names no guard policy of this project',
        '/judge/suite is not a suite of this project',
      ],
    ],
    [
      'for rules of a guard that cannot be run',
      { guardOutput: { policy: { rules: [{ scorer: 'token-f1', action: 'redact' }] } } },
      [
        '/guardOutput/policy/rules/0/action needs a detector, which says what to replace. Use `flag` or `block`',
      ],
    ],
    [
      'for a scorer that is none',
      { judge: { scorers: ['levenstein'] } },
      ['/judge/scorers/0 no scorer is named "levenstein"; did you mean "levenshtein"?'],
    ],
    [
      'for scores without scorers',
      { judge: { share: 0.5 } },
      ['/judge needs `suite` or `scorers`'],
    ],
    [
      'for answers that are refined after they went out',
      { judge: { scorers: ['json-valid'], refine: { attempts: 1 } } },
      ['/judge/refine needs `when: before`: an answer that has gone out stays as it is'],
    ],
    [
      'for a stream that is observed and scored before',
      {
        guardOutput: { stream: 'observe', policy: { rules: [flagged] } },
        judge: { scorers: ['json-valid'], when: 'before' },
      },
      ['/judge/when comes too late for a stream with `guardOutput.stream: observe`'],
    ],
    [
      'for tokens to restore that nothing made',
      { postProcess: [{ step: 'restore' }] },
      ['/postProcess/0 has nothing to restore without `guardInput`'],
    ],
    [
      'for a private address',
      { postProcess: [{ step: 'http', url: 'https://10.0.0.1/enrich' }] },
      [
        '/postProcess/0/url must resolve to a public address, not to a private, loopback, link-local or reserved one',
      ],
    ],
    [
      'for an empty time and a zone that is none',
      ruled({ time: { from: 8, to: 8, timeZone: 'Europe/Bonn' } }),
      [
        '/route/rules/0/when/time/timeZone must be an IANA time zone, such as `Europe/Berlin`',
        '/route/rules/0/when/time/to must differ from `from`: no moment is in an empty time',
      ],
    ],
    [
      'for a length that no text has',
      ruled({ characters: { min: 10, max: 9 } }),
      ['/route/rules/0/when/characters/max must not be lower than `min`: no length is both'],
    ],
    [
      'for an intent that nothing recognises',
      ruled({ intent: ['billing'] }),
      ['/route/rules/0/when/intent/0 needs `route.intent`, which says how intents are recognised'],
    ],
    [
      'for a language that is never detected',
      ruled({ language: ['de', 'nb', 'la'] }),
      [expect.stringMatching(/^\/route\/rules\/0\/when\/language\/2 is not a language that can/)],
    ],
    [
      'for a header that has credentials',
      ruled({ headers: { authorization: { exists: true } } }),
      [
        '/route/rules/0/when/headers/authorization has credentials, which no rule may look at. Use another header',
      ],
    ],
    [
      'for parameters that are the caller’s own',
      { targets: [{ name: 'a', model: 'binding/SMALL', parameters: { messages: [] } }] },
      ['/targets/0/parameters/messages is a field that cannot be replaced'],
    ],
    [
      'for a pattern that cannot be matched in linear time',
      ruled({ headers: { 'x-team': { pattern: '(?=a)b' } } }),
      [
        '/route/rules/0/when/headers/x-team/pattern uses look-ahead, (?=…) or (?!…), which cannot be matched in linear time and is not supported (RE2 syntax)',
      ],
    ],
    [
      'for embeddings without a model',
      {
        route: {
          intent: { by: 'examples', intents: { billing: ['My bill'] } },
          rules: [{ name: 'a', use: { targets: ['small'] } }],
        },
      },
      [
        '/route/intent/model is needed: the deployment has no default. Name a model, or set ASSAY_EMBEDDING_MODEL',
      ],
    ],
    [
      'for a field that is none',
      { guardinput: {} },
      ['/guardinput is not a known field; did you mean `guardInput`?'],
    ],
  ])('%s', async (_, content, faults) => {
    expect(await faultsOf(content)).toEqual(faults);
  });

  test('for a policy that redacts or blocks a stream which has gone out', async () => {
    const [first] = await faultsOf({ guardOutput: { stream: 'observe' } });
    expect(first).toMatch(/^\/guardOutput\/stream cannot be `observe`: `detect-secrets` /);
    const flags = { guardOutput: { stream: 'observe', policy: { rules: [flagged] } } };
    const body = { name: 'observed', targets, ...flags };
    expect(await callJson('/v1/pipelines/preview', { body })).toMatchObject({ isChanged: true });
  });

  test('for patterns that would take too long to compile', async () => {
    const heavy = `(${'\\p{L}{1,9}'.repeat(45)})`;
    const intents = Object.fromEntries(
      Array.from({ length: 8 }, (_, i) => [`i${i}`, Array(50).fill(heavy)]),
    );
    const faults = await faultsOf({
      route: {
        intent: { by: 'patterns', intents },
        rules: [{ name: 'a', use: { targets: ['small'] } }],
      },
    });
    expect(faults.at(0)).toMatch(/limit of [\d,]+ steps of work was reached while compiling/);
  });
});

describe('the route of a request', () => {
  const route = {
    rules: [
      { name: 'canary', share: 0, use: { targets: ['large'] } },
      {
        name: 'team',
        when: { headers: { 'x-team': { in: ['search'] } } },
        use: { targets: bothTargets },
        parameters: { temperature: 0 },
      },
    ],
  };
  const messages = [{ role: 'user', content: 'Hello' }];

  test('is previewed with what each rule decided, and no target is asked', async () => {
    await callJson('/v1/pipelines', { body: { name: 'routed', targets, route } });
    const body = { body: { messages }, headers: { 'x-team': 'search' } };
    expect(await callJson('/v1/pipelines/routed/route', { body })).toEqual({
      pipeline: 'routed',
      version: 1,
      rule: 'team',
      strategy: 'fallback',
      targets,
      parameters: { temperature: 0 },
      intent: null,
      considered: [
        { rule: 'canary', isMatch: false, because: expect.stringContaining('the share of 0%') },
        { rule: 'team', isMatch: true, because: '`headers.x-team` matches' },
      ],
      costUsd: 0,
    });
    const other = await callJson('/v1/pipelines/routed@1/route', { body: { body: { messages } } });
    expect(other).toMatchObject({ rule: null, targets });
  });

  test('of a pipeline that is none is not found', async () => {
    const problem = await problemOf({ body: {} }, '/v1/pipelines/none/route');
    expect(problem.code).toBe('pipeline_not_found');
  });
});

describe('models of a pipeline', () => {
  let ask: ReturnType<typeof workerWith>;
  let key: string;
  const pipeline = (model: string, more: Partial<PipelineContent> = {}) => ({
    key,
    body: { name: 'allowed', targets: [{ name: 'a', model }], ...more },
  });

  beforeAll(async () => {
    ask = workerWith(await stageJudge(), { ASSAY_EMBEDDING_MODEL: 'local/embed' });
    ({ key } = await giveKey());
    const settings = { allowedModels: ['local/good'], selfEvaluation: 'warn', dailyCapUsd: null };
    await ask.askJson('/v1/project/settings', { key, method: 'PUT', body: settings });
  });

  test('must be on the list of the project, those that recognise intents included', async () => {
    expect((await ask.ask('/v1/pipelines/preview', pipeline('local/good'))).status).toBe(200);
    const intent = { by: 'examples' as const, intents: { a: ['x'] } };
    const route = { intent, rules: [{ name: 'a', use: { targets: ['a'] } }] };
    const response = await ask.ask('/v1/pipelines/preview', pipeline('local/other', { route }));
    const { errors = [] } = await response.json<Problem>();
    expect(errors).toEqual([
      {
        pointer: '/targets/0/model',
        message: 'cannot be asked: The project does not allow local/other. Nothing was sent to it.',
      },
      {
        pointer: '/route/intent/model',
        message: 'cannot be asked: The project does not allow local/embed. Nothing was sent to it.',
      },
    ]);
  });
});
