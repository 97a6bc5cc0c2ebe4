import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fakeGuard } from '../testing/fake-guard.ts';
import type { GuardStreamMode, GuardStreamReport } from '../types.ts';
import { createStreamGuard, type StreamCheck, type StreamGuardOptions } from './stream-guard.ts';

interface Run {
  out: unknown[];
  /** What had gone out when the stream ended. */
  early: unknown[];
  report: GuardStreamReport;
  isBlocked: boolean;
  asked: StreamCheck[];
}

async function run(
  chunks: readonly unknown[],
  mode: GuardStreamMode = 'window',
  more: Partial<StreamGuardOptions> = {},
): Promise<Run> {
  const asked: StreamCheck[] = [];
  const guard = createStreamGuard({
    mode,
    holdBack: 16,
    stage: 'output',
    onError: 'block',
    ...more,
    async check(given) {
      asked.push(given);
      return more.check ? more.check(given) : fakeGuard(given);
    },
  });
  const early: unknown[] = [];
  for (const chunk of chunks) early.push(...(await guard.push(chunk)));
  const out = [...early, ...(await guard.end())];
  return { out, early, asked, report: guard.report(), isBlocked: guard.isBlocked() };
}

function whole(text: string) {
  return fakeGuard({ stage: 'output', text });
}

/** Texts of letters, secrets, spaces, emoji and now and then something that blocks, cut anywhere. */
function cutTexts(words: readonly string[]) {
  const text = fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((list) => list.join(''));
  return fc.tuple(text, fc.array(fc.nat(400), { maxLength: 40 })).map(([all, at]) => {
    const cuts = [0, ...new Set(at.filter((cut) => cut < all.length)), all.length];
    cuts.sort((a, b) => a - b);
    return cuts.slice(1).map((cut, i) => all.slice(cuts[i], cut));
  });
}

const HARMLESS = ['a', 'bc ', ' ', '\n', 'é', '😀', '<ab cd>', '<>', '<x', 'NOTE'];

describe('properties', () => {
  test('buffer sends what the guard says of the whole text, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(cutTexts([...HARMLESS, 'BOMB']), async (chunks) => {
        const text = chunks.join('');
        const { out, early, isBlocked } = await run(chunks, 'buffer');
        const { action, text: expected } = whole(text);
        expect(early).toEqual([]);
        expect(isBlocked).toBe(action === 'block');
        expect(out.join('')).toBe(action === 'block' ? '' : expected);
      }),
    );
  });

  test('window sends the same if nothing found is longer than what is held back', async () => {
    await fc.assert(
      fc.asyncProperty(cutTexts(HARMLESS), async (chunks) => {
        const { out, report } = await run(chunks);
        const { text, findings } = whole(chunks.join(''));
        expect(out.join('')).toBe(text);
        const spans = report.findings.map(({ kind, start, end }) => `${kind} ${start} ${end}`);
        expect(spans.toSorted()).toEqual(
          findings.map(({ kind, start, end }) => `${kind} ${start} ${end}`).toSorted(),
        );
        expect(report.findings.some(({ isLate }) => isLate)).toBe(false);
      }),
    );
  });

  test('what is redacted is not told by the tokens beside it', async () => {
    const logprobs = { content: [{ token: '<key>', logprob: 0 }], refusal: null };
    const chunk = { choices: [{ index: 0, delta: { content: 'a <key>' }, logprobs }] };
    const kept = { choices: [{ index: 0, delta: { content: ' b' }, logprobs }] };
    const { out } = await run([chunk, kept], 'buffer');
    expect(out).toEqual([
      { choices: [{ index: 0, delta: { content: 'a [SECRET]' }, logprobs: null }] },
      kept,
    ]);
  });

  test('nothing of what a window blocks goes out, nor anything after it', async () => {
    await fc.assert(
      fc.asyncProperty(cutTexts([...HARMLESS, 'BOMB']), async (chunks) => {
        const text = chunks.join('');
        const { out, isBlocked } = await run(chunks);
        expect(isBlocked).toBe(text.includes('BOMB'));
        if (!isBlocked) return;
        const before = text.slice(0, text.indexOf('BOMB'));
        const { text: redacted } = whole(before);
        expect(redacted?.startsWith(out.join(''))).toBe(true);
      }),
    );
  });

  test('what has gone out is never changed, and only the end of the text is held back', async () => {
    await fc.assert(
      fc.asyncProperty(cutTexts(['a', 'bc ', '😀']), async (chunks) => {
        const { early, out } = await run(chunks);
        const text = chunks.join('');
        expect(text.startsWith(early.join(''))).toBe(true);
        // What is held back, one step between checks, and the piece at the border.
        expect(text.length - early.join('').length).toBeLessThanOrEqual(16 + 8 + 64);
        expect(out.join('')).toBe(text);
      }),
    );
  });

  test('chunks stay in order, and those without text stay as they are', async () => {
    const odd = fc.constantFrom<unknown>(
      { choices: [] },
      { choices: [{ index: 0, delta: { role: 'assistant' } }] },
      { choices: [{ index: 0, delta: { content: '' } }] },
      { choices: [], usage: { total_tokens: 9 } },
      { unknown: { deep: [1, 'x', null] } },
      null,
      7,
    );
    const text = fc.tuple(fc.nat(2), fc.constantFrom(...HARMLESS)).map(([index, content]) => {
      return { id: 'c', choices: [{ index, delta: { content } }] };
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(text, odd), { maxLength: 40 }),
        fc.constantFrom<GuardStreamMode>('buffer', 'window', 'observe'),
        async (chunks, mode) => {
          const { out } = await run(chunks, mode);
          expect(out).toHaveLength(chunks.length);
          for (const [i, chunk] of chunks.entries()) {
            if (contentOf(chunk) === undefined) expect(out[i]).toBe(chunk);
            else expect(out[i]).toMatchObject({ id: 'c' });
          }
          for (const index of [0, 1, 2]) {
            const given = textOf(chunks, index);
            expect(textOf(out, index)).toBe(mode === 'observe' ? given : whole(given).text);
          }
        },
      ),
    );
  });
});

function contentOf(chunk: unknown): { index: number; content: string } | undefined {
  const choice = Object(Object(chunk).choices)[0];
  const content = choice?.delta?.content;
  return typeof content === 'string' && Object(chunk).id === 'c'
    ? { index: choice.index, content }
    : undefined;
}

function textOf(chunks: readonly unknown[], index: number): string {
  return chunks
    .map(contentOf)
    .filter((found) => found?.index === index)
    .map((found) => found?.content)
    .join('');
}

describe('windows', () => {
  const long = 'word '.repeat(40);

  test('a check sees text before the window, and little of it twice', async () => {
    const { asked } = await run([...'x'.repeat(3_000)], 'window', { holdBack: 100 });
    const lengths = asked.slice(0, -1).map(({ text = '' }) => text.length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(512 + 64 + 100 + 100);
    expect(asked.at(-1)?.text).toHaveLength(3_000);
    expect(asked.slice(0, -1).every(({ streamed }) => streamed === 'part')).toBe(true);
    expect(asked.at(-1)).not.toHaveProperty('streamed');
  });

  test('a finding that has begun is held until it is whole, however much was to be held', async () => {
    const { out, early } = await run([long, '<', 'ab ', 'cd', '> and ', long]);
    expect(out.join('')).toBe(`${long}[SECRET] and ${long}`);
    expect(early.join('')).not.toContain('<');
  });

  test('a finding longer than what is held back is replaced from there on, and said to be late', async () => {
    const { out, report } = await run([long, `<${'a'.repeat(100)}`, '>', long]);
    expect(out.join('')).toMatch(/^(word )+<a+\[SECRET\](word )+$/);
    expect(report.findings).toMatchObject([{ kind: 'secret', start: 200, end: 302, isLate: true }]);
  });

  test('a block ends the stream, and the report says what decided', async () => {
    const { out, report, isBlocked } = await run([long, 'BOMB', long, 'never sent']);
    expect(isBlocked).toBe(true);
    expect(long.startsWith(out.join(''))).toBe(true);
    expect(report).toMatchObject({
      status: 'checked',
      action: 'block',
      decidedBy: 'find-bomb',
      findings: [{ part: 'text', kind: 'bomb', start: 200, end: 204 }],
    });
  });

  test('a rule that needs the whole text can block at the end', async () => {
    const check: StreamGuardOptions['check'] = async (asked) => ({
      ...fakeGuard(asked),
      ...(asked.streamed === 'part' ? {} : { action: 'block', decidedBy: 'length' }),
    });
    const { early, out, report } = await run([long], 'window', { check });
    expect(early.length).toBeGreaterThan(0);
    expect(out).toEqual(early);
    expect(report).toMatchObject({ action: 'block', decidedBy: 'length' });
  });

  test('the same text has the same token in all windows', async () => {
    const tokens = { '[SECRET]': '<ab>', '[OTHER]': 'not sent' };
    const check: StreamGuardOptions['check'] = async (asked) => ({ ...fakeGuard(asked), tokens });
    const { report, asked } = await run(['<ab> ', long], 'window', { check });
    expect(report.tokens).toEqual({ '[SECRET]': '<ab>' });
    expect(asked[0]).not.toHaveProperty('tokens');
    expect(asked.at(-1)).toMatchObject({ tokens: report.tokens });
  });
});

describe('a stream that was not looked at', () => {
  const broken = { check: () => Promise.reject(new Error('The guard is down.')) };

  test('is blocked if a check fails', async () => {
    for (const mode of ['window', 'buffer'] as const) {
      const { out, report } = await run(['hello'], mode, broken);
      expect(out).toEqual([]);
      expect(report).toMatchObject({ status: 'not_run', action: 'block' });
      expect(report.parts).toMatchObject([{ status: 'not_run', reason: 'The guard is down.' }]);
    }
  });

  test('goes out with onError allow, and did not pass', async () => {
    for (const mode of ['window', 'buffer', 'observe'] as const) {
      const chunks = ['hello ', 'x'.repeat(60)];
      const { out, report } = await run(chunks, mode, { ...broken, onError: 'allow' });
      expect(out.join('')).toBe(chunks.join(''));
      expect(report).toMatchObject({ status: 'not_run', action: 'allow' });
    }
  });

  test('did not pass if one window failed, even if the last check did not', async () => {
    const check: StreamGuardOptions['check'] = async (asked) => {
      if (asked.streamed === 'part') throw new Error('The guard is down.');
      return fakeGuard(asked);
    };
    const { report } = await run(['x'.repeat(90)], 'window', { check, onError: 'allow' });
    expect(report).toMatchObject({ status: 'not_run', verdictId: 'ver_90' });
  });

  test('did not pass if no rule was applied, if it was empty, or if it was left', async () => {
    const check: StreamGuardOptions['check'] = async (asked) => ({
      ...fakeGuard(asked),
      scores: [],
    });
    expect((await run(['a'], 'window', { check })).report.status).toBe('not_run');
    expect((await run([])).report.status).toBe('not_run');
    expect((await run([{ nothing: 'known' }])).report.status).toBe('not_run');
    const left = createStreamGuard({
      ...{ mode: 'window', holdBack: 4, stage: 'output', onError: 'block' },
      check: async (asked) => fakeGuard(asked),
    });
    await left.push('some text that is never ended');
    expect(left.report()).toMatchObject({ status: 'not_run', parts: [{ status: 'not_run' }] });
  });

  test('cannot be checked if it is too long', async () => {
    const { report } = await run(['ä'.repeat(140_000)], 'buffer');
    expect(report).toMatchObject({ action: 'block', status: 'not_run' });
  });
});
