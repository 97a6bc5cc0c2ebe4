import type { JsonObject, PipelineIntent, PipelineRoute } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { exchangeOf, stepServices } from '../../../testing/exchange.ts';
import { chooseRoute } from './choose-route.ts';

const WORDS = ['bill', 'pay', 'refund', 'order', 'parcel', 'late'];

/** A provider that embeds texts by the words in them, and chooses the class of its first word. */
function provider({ isDown = () => false }: { isDown?: () => boolean } = {}) {
  const heard: JsonObject[] = [];
  const reach: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const body: JsonObject = await request.json();
    heard.push(body);
    if (isDown()) return Response.json({ error: { message: 'down' } }, { status: 400 });
    if (request.url.endsWith('/embeddings')) return Response.json(embedding(body));
    const content = JSON.stringify({ reasoning: 'It is about a bill.', level: 1 });
    const message = { role: 'assistant', content };
    return Response.json({ model: 'v1', choices: [{ finish_reason: 'stop', message }] });
  };
  const services = stepServices(
    { fetch: reach },
    {
      ASSAY_JUDGE_BASE_URL: 'http://127.0.0.1:1/v1',
      ASSAY_JUDGE_MODEL: 'judge',
      ASSAY_EMBEDDING_MODEL: 'embed',
    },
  );
  return { heard, services };
}

function embedding({ input }: JsonObject) {
  const texts = Array.isArray(input) ? input : [];
  const data = texts.map((text, index) => ({
    index,
    embedding: WORDS.map((word) => (String(text).includes(word) ? 1 : 0)),
  }));
  return { data, usage: { prompt_tokens: texts.length } };
}

function routed(intent: PipelineIntent, more: Partial<PipelineRoute> = {}) {
  return {
    targets: [
      { name: 'small', model: 'local/small' },
      { name: 'billing', model: 'local/billing' },
      { name: 'last', model: 'local/last' },
    ],
    otherwise: { targets: ['small'] },
    route: {
      intent,
      rules: [
        { name: 'billing', when: { intent: ['billing'] }, use: { targets: ['billing'] } },
        { name: 'rest', use: { targets: ['last'] } },
      ],
      ...more,
    },
  };
}

const say = (content: string, projectId?: string) =>
  exchangeOf({ messages: [{ role: 'user', content }] }, projectId ? { projectId } : {});

describe('by patterns', () => {
  const content = routed({
    by: 'patterns',
    intents: { billing: ['(?i)\\binvoice', '\\bpay\\b'], delivery: ['pay', 'parcel'] },
  });

  test('the first intent with a pattern that matches is the intent', async () => {
    const { services, heard } = provider();
    const chosen = await chooseRoute({ name: 'shop', content }, say('I will pay'), services);
    expect(chosen).toMatchObject({
      rule: 'billing',
      intent: { name: 'billing', by: 'patterns', certainty: null },
      costUsd: 0,
    });
    const other = await chooseRoute({ name: 'shop', content }, say('My parcel'), services);
    expect(other).toMatchObject({ rule: 'rest', intent: { name: 'delivery' } });
    expect(other.considered[0]).toMatchObject({ because: 'the intent is delivery' });
    expect(heard).toEqual([]);
  });

  test('a long message is looked at where it begins and ends', async () => {
    const { services } = provider();
    const end = `${'x '.repeat(50_000)} an invoice`;
    const middle = `${'x '.repeat(5_000)} an invoice ${'x '.repeat(5_000)}`;
    expect(await chooseRoute({ name: 'shop', content }, say(end), services)).toMatchObject({
      intent: { name: 'billing' },
    });
    expect(await chooseRoute({ name: 'shop', content }, say(middle), services)).toMatchObject({
      intent: { name: null },
    });
  });
});

describe('by examples', () => {
  const content = routed({
    by: 'examples',
    intents: { billing: ['pay my bill', 'a refund'], delivery: ['my parcel is late'] },
    threshold: 0.6,
  });

  test('the nearest example decides, and says how near it is', async () => {
    const { services } = provider();
    const asked = say('how do I pay a bill');
    const chosen = await chooseRoute({ name: 'shop', content }, asked, services);
    expect(chosen).toMatchObject({ rule: 'billing', intent: { name: 'billing', by: 'examples' } });
    expect(chosen.intent?.certainty).toBeCloseTo(1);
  });

  test('nothing near is no intent', async () => {
    const { services } = provider();
    const chosen = await chooseRoute({ name: 'shop', content }, say('late order'), services);
    expect(chosen).toMatchObject({ rule: 'rest', intent: { name: null } });
    expect(chosen.considered[0]?.because).toBe('no intent was recognised (similarity 0.500)');
  });

  test('examples are embedded once, a message each time', async () => {
    const { services, heard } = provider();
    const projectId = 'prj_once';
    await chooseRoute({ name: 'shop', content }, say('pay', projectId), services);
    expect(heard.map(({ input }) => input).toSorted()).toEqual(
      [['pay my bill', 'a refund', 'my parcel is late'], ['pay']].toSorted(),
    );
    await chooseRoute({ name: 'shop', content }, say('pay', projectId), services);
    expect(heard.slice(2).map(({ input }) => input)).toEqual([['pay']]);
  });

  test('a model that does not answer is no intent that does not match: `otherwise` decides, and says so', async () => {
    const { services } = provider({ isDown: () => true });
    const chosen = await chooseRoute({ name: 'shop', content }, say('pay my bill'), services);
    expect(chosen).toMatchObject({ rule: null, intent: null, targets: [{ name: 'small' }] });
    // The rule behind it would have matched.
    expect(chosen.considered).toEqual([
      {
        rule: 'billing',
        isMatch: null,
        because: expect.stringContaining('could not be evaluated: '),
      },
    ]);
  });

  test('with `onError: fail` it is an error', async () => {
    const { services } = provider({ isDown: () => true });
    const failing = { name: 'shop', content: routed(content.route.intent, { onError: 'fail' }) };
    await expect(chooseRoute(failing, say('pay my bill'), services)).rejects.toMatchObject({
      code: 'route_undecided',
    });
  });

  test('a model outside the list of the project is not asked', async () => {
    const { services, heard } = provider();
    const projectId = 'prj_closed';
    await services.judging.settingsCache.put(projectId, {
      allowedModels: ['local/small'],
      selfEvaluation: 'warn',
      dailyCapUsd: null,
    });
    const chosen = await chooseRoute({ name: 'shop', content }, say('bill', projectId), services);
    expect(chosen.considered[0]?.isMatch).toBeNull();
    expect(heard).toEqual([]);
  });
});

describe('by a judge', () => {
  const content = routed({
    by: 'classify',
    intents: { billing: 'Bills and payments.', delivery: 'Parcels and orders.' },
  });

  test('the class that the judge chooses is the intent', async () => {
    const { services, heard } = provider();
    const chosen = await chooseRoute({ name: 'shop', content }, say('About my bill'), services);
    expect(chosen).toMatchObject({
      rule: 'billing',
      intent: { name: 'billing', by: 'classify', certainty: null },
    });
    expect(JSON.stringify(heard)).toContain('Bills and payments.');
  });

  test('a judge that is down leaves the route to `otherwise`', async () => {
    const { services } = provider({ isDown: () => true });
    const chosen = await chooseRoute({ name: 'shop', content }, say('About my bill'), services);
    expect(chosen).toMatchObject({ rule: null, considered: [{ isMatch: null }] });
  });
});

test('no model is asked if no rule that is looked at needs the intent', async () => {
  const { services, heard } = provider();
  const intent: PipelineIntent = { by: 'examples', intents: { billing: ['bill'] } };
  const rules = routed(intent).route.rules.toReversed();
  const early = routed(intent, { rules });
  const chosen = await chooseRoute({ name: 'shop', content: early }, say('bill'), services);
  expect(chosen).toMatchObject({ rule: 'rest', intent: null });
  expect(heard).toEqual([]);
});
