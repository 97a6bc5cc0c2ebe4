import type {
  JsonObject,
  PipelineCondition,
  PipelineContent,
  PipelineRule,
} from '@assay/schema/types.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exchangeOf, stepServices } from '../../../testing/exchange.ts';
import { chooseRoute } from './choose-route.ts';

const THURSDAY_NOON = Date.UTC(2026, 10, 26, 12);
const needs = stepServices({ nowMs: () => THURSDAY_NOON });

const targets = ['small', 'large', 'spare'].map((name) => ({ name, model: `local/${name}` }));

/** One rule that uses `large`; `otherwise` is `small`. */
function contentOf(rule: Partial<PipelineRule>, more: Partial<PipelineContent> = {}) {
  const rules = [{ name: 'large', use: { targets: ['large'] }, ...rule }];
  return { targets, otherwise: { targets: ['small'] }, route: { rules }, ...more };
}

function choose(
  content: PipelineContent,
  body: JsonObject = {},
  given: Parameters<typeof exchangeOf>[1] = {},
) {
  return chooseRoute({ name: 'shop', content }, exchangeOf(body, given), needs);
}

const saying = (content: string): JsonObject => ({ messages: [{ role: 'user', content }] });
const GERMAN = 'Wo bleibt denn eigentlich meine Bestellung von letzter Woche?';

describe('a condition', () => {
  const headers = new Headers({ 'x-team': 'search-eu' });
  const weather = { type: 'function', function: { name: 'get_weather', parameters: {} } };

  test.each<[PipelineCondition, JsonObject, boolean, string]>([
    [
      { metadata: { tier: { in: ['gold'] } } },
      { metadata: { tier: 'gold' } },
      true,
      '`metadata.tier` matches',
    ],
    [
      { metadata: { tier: { in: ['gold'] } } },
      { metadata: { tier: 'tin' } },
      false,
      '`metadata.tier` does not match',
    ],
    [{ metadata: { tier: { in: ['gold'] } } }, {}, false, '`metadata.tier` is missing'],
    [{ metadata: { tier: { exists: false } } }, {}, true, '`metadata.tier` is missing'],
    [
      { metadata: { paid: { in: ['true'] } } },
      { metadata: { paid: true } },
      true,
      '`metadata.paid` matches',
    ],
    [
      { metadata: { paid: { exists: true } } },
      { metadata: { paid: { by: 'card' } } },
      false,
      '`metadata.paid` is missing',
    ],
    [{ headers: { 'x-team': { pattern: '^search-' } } }, {}, true, '`headers.x-team` matches'],
    [{ headers: { 'x-team': { pattern: '^ads-' } } }, {}, false, '`headers.x-team` does not match'],
    [{ language: ['de', 'fr'] }, saying(GERMAN), true, 'the last user message is in de'],
    [{ language: ['nl'] }, saying(GERMAN), false, 'the last user message is in de'],
    [
      { language: ['de'] },
      saying('12345'),
      false,
      'the language of the last user message cannot be detected',
    ],
    [{ characters: { min: 4 } }, saying('four'), true, 'the messages have 4 characters'],
    [{ characters: { max: 3 } }, saying('four'), false, 'the messages have 4 characters'],
    [{ tools: true }, { tools: [weather] }, true, 'the request offers tools'],
    [{ tools: false }, { tools: [weather] }, false, 'the request offers tools'],
    [
      { tools: ['get_weather'] },
      { tools: [weather] },
      true,
      'the request offers the tool get_weather',
    ],
    [
      { tools: ['web_search'] },
      { tools: [{ type: 'web_search' }] },
      true,
      'the request offers the tool web_search',
    ],
    [{ tools: ['pay'] }, { tools: [weather] }, false, 'the request offers none of the tools pay'],
    [{ time: { from: 8, to: 13 } }, {}, true, 'it is thu 12:00 in UTC'],
    [
      { time: { from: 8, to: 13, timeZone: 'Asia/Tokyo' } },
      {},
      false,
      'it is thu 21:00 in Asia/Tokyo',
    ],
    [{ time: { from: 8, to: 13, days: ['fri'] } }, {}, false, 'it is thu 12:00 in UTC'],
    [
      { metadata: { a: { in: ['1'] } }, tools: false },
      { metadata: { a: '1' } },
      true,
      'the request offers no tools; `metadata.a` matches',
    ],
  ])('%j on %j: %s', async (when, body, isMatch, because) => {
    const chosen = await choose(contentOf({ when }), body, { headers });
    expect(chosen.considered).toEqual([{ rule: 'large', isMatch, because }]);
    expect(chosen.rule).toBe(isMatch ? 'large' : null);
    expect(chosen.targets.map(({ name }) => name)).toEqual([isMatch ? 'large' : 'small']);
  });

  test('never repeats the value of a header, which may be a secret', async () => {
    const secret = new Headers({ 'x-team': 'hunter2' });
    const content = contentOf({ when: { headers: { 'x-team': { pattern: 'hunter' } } } });
    expect(JSON.stringify(await choose(content, {}, { headers: secret }))).not.toContain('hunter2');
  });

  test('reads the input of a response as it reads messages', async () => {
    const content = contentOf({ when: { language: ['de'] } });
    for (const input of [
      GERMAN,
      [{ role: 'user', content: [{ type: 'input_text', text: GERMAN }] }],
    ]) {
      expect((await choose(content, { input }, { endpoint: 'responses' })).rule).toBe('large');
    }
  });

  test('of a time over midnight holds on the day on which it begins', async () => {
    const time = { from: 22, to: 6, days: ['thu' as const] };
    const at = async (hour: number) => {
      const nowMs = () => THURSDAY_NOON + (hour - 12) * 3_600_000;
      const content = contentOf({ when: { time } });
      const chosen = await chooseRoute({ name: 'shop', content }, exchangeOf({}), {
        ...needs,
        nowMs,
      });
      return chosen.rule === 'large';
    };
    expect(await Promise.all([5, 21, 22, 29, 30].map(at))).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
  });

  test('follows the clocks of the zone when they are changed', async () => {
    const content = contentOf({ when: { time: { from: 9, to: 10, timeZone: 'Europe/Berlin' } } });
    const at = async (atMs: number) =>
      (
        await chooseRoute({ name: 'shop', content }, exchangeOf({}), {
          ...needs,
          nowMs: () => atMs,
        })
      ).rule === 'large';
    expect(await at(Date.UTC(2026, 0, 15, 8))).toBe(true);
    expect(await at(Date.UTC(2026, 6, 15, 8))).toBe(false);
    expect(await at(Date.UTC(2026, 6, 15, 7))).toBe(true);
  });
});

describe('rules', () => {
  test('the first that matches decides, whatever stands behind it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), async (matches) => {
        const rules = matches.map((isMatch, i) => ({
          name: `r${i}`,
          when: { metadata: { any: { exists: !isMatch } } },
          use: { targets: ['large'] },
        }));
        const first = matches.indexOf(true);
        const chosen = await choose({ targets, route: { rules } });
        expect(chosen.rule).toBe(first === -1 ? null : `r${first}`);
        expect(chosen.considered).toHaveLength(first === -1 ? matches.length : first + 1);
      }),
    );
  });

  test('without any, and without `otherwise`, all targets are asked in turn', async () => {
    const chosen = await choose({ targets });
    expect(chosen).toMatchObject({ rule: null, strategy: 'fallback', considered: [] });
    expect(chosen.targets.map(({ name }) => name)).toEqual(['small', 'large', 'spare']);
  });

  test('replace parameters of their targets', async () => {
    const large = { name: 'large', model: 'local/large', parameters: { temperature: 1, top_p: 1 } };
    const content = contentOf(
      { parameters: { temperature: 0 } },
      { targets: [{ name: 'small', model: 'local/small' }, large] },
    );
    const chosen = await choose(content);
    expect(chosen.parameters).toEqual({ temperature: 0 });
    expect(chosen.targets[0]?.parameters).toEqual({ temperature: 0, top_p: 1 });
  });
});

describe('a share', () => {
  const talk = (id: string): JsonObject => ({ metadata: { conversation: id } });

  test('is that of the conversations, and one conversation stays where it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.uuid(),
        async (share, salt) => {
          const content = contentOf({ share });
          const ids = Array.from({ length: 400 }, (_, i) => `${salt}-${i}`);
          const drawOf = async (id: string) => (await choose(content, talk(id))).rule === 'large';
          const drawn = await Promise.all(ids.map(drawOf));
          expect(await Promise.all(ids.map(drawOf))).toEqual(drawn);
          // Five standard deviations.
          const off = Math.abs(drawn.filter(Boolean).length - 400 * share);
          expect(off).toBeLessThanOrEqual(5 * Math.sqrt(400 * share * (1 - share)) + 1);
        },
      ),
      { numRuns: 20 },
    );
  });

  test('that grows keeps the conversations that it has', async () => {
    const inShare = async (share: number) => {
      const ids = Array.from({ length: 100 }, (_, i) => `c${i}`);
      const found = await Promise.all(ids.map((id) => choose(contentOf({ share }), talk(id))));
      return ids.filter((_, i) => found[i]?.rule === 'large');
    };
    const [fewer, more] = [await inShare(0.2), await inShare(0.5)];
    expect(fewer.length).toBeGreaterThan(5);
    expect(more).toEqual(expect.arrayContaining(fewer));
  });

  test('of 0 and 1 are none and all, also without a conversation', async () => {
    expect((await choose(contentOf({ share: 0 }))).rule).toBeNull();
    expect((await choose(contentOf({ share: 1 }))).rule).toBe('large');
    const half = await choose(contentOf({ share: 0.5 }));
    expect(half.considered[0]?.because).toContain('which names no conversation');
  });

  test.each<[string, PipelineContent['route'], JsonObject, Record<string, string>]>([
    ['user', undefined, { user: 'anna' }, {}],
    ['safety_identifier', undefined, { safety_identifier: 'anna' }, {}],
    ['an id of a conversation', undefined, { conversation: { id: 'conv_1' } }, {}],
    ['a header', { stickyBy: { header: 'x-session' }, rules: [] }, {}, { 'x-session': '7' }],
    [
      'a key of metadata',
      { stickyBy: { metadata: 'cart' }, rules: [] },
      { metadata: { cart: 7 } },
      {},
    ],
  ])('is sticky by %s', async (_, route, body, headers) => {
    const content = contentOf({ share: 0.5 });
    const sticky = {
      ...content,
      route: { ...content.route, ...route, rules: content.route.rules },
    };
    const asked = async () => {
      const chosen = await choose(sticky, body, { headers: new Headers(headers) });
      return chosen.considered[0]?.because;
    };
    const reasons = new Set(await Promise.all(Array.from({ length: 20 }, asked)));
    expect(reasons.size).toBe(1);
    expect([...reasons][0]).toContain('the conversation');
  });
});

describe('a load-balanced group', () => {
  test('asks each target first as often as its weight says, one conversation always the same', async () => {
    const content: PipelineContent = {
      targets: [
        { name: 'a', model: 'local/a', weight: 3 },
        { name: 'b', model: 'local/b' },
      ],
      otherwise: { strategy: 'load-balance', targets: ['a', 'b'] },
    };
    const firstOf = async (user: string) => {
      const chosen = await choose(content, { user });
      expect(chosen.targets).toHaveLength(2);
      return chosen.targets[0]?.name;
    };
    const users = Array.from({ length: 1_000 }, (_, i) => `u${i}`);
    const firsts = await Promise.all(users.map(firstOf));
    expect(await Promise.all(users.map(firstOf))).toEqual(firsts);
    const count = firsts.filter((name) => name === 'a').length;
    expect(Math.abs(count - 750)).toBeLessThan(5 * Math.sqrt(1_000 * 0.75 * 0.25));
  });
});
