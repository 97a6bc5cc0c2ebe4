import type { JsonObject, JsonValue, Sample } from '@assay/schema/types.ts';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import type { Scorer } from '../define.ts';
import { SCORERS } from '../registry.ts';
import { scriptedJudge, scriptedModels } from '../testing/judge.ts';
import { score } from '../testing/score.ts';
import type { JudgeCall } from './judge.ts';

// What a small model needs of every prompt, and what a server's prefix cache does.

const MOST_TOKENS = 700;
const HIGHEST_GRADE = 8;

const one: Sample = {
  input: 'How long is the warranty, and what does shipping cost?',
  output: 'The warranty is two years. Shipping costs 4.90 EUR [1].',
  expected: 'Two years; 4.90 EUR.',
  contexts: ['Shipping costs 4.90 EUR.', 'All devices carry a two-year warranty.'],
  messages: [
    { role: 'system', content: 'You are Kim, a friendly seller. Never promise a refund.' },
    { role: 'user', content: 'I am Ada. How long is the warranty, and what does shipping cost?' },
    { role: 'assistant', content: 'The warranty is two years. Shipping costs 4.90 EUR [1].' },
  ],
  tools: [{ name: 'find_price', description: 'Finds a price.' }],
  toolCalls: [{ name: 'find_price', arguments: { of: 'shipping' } }],
};
const other: Sample = {
  input: 'Who wrote Emma?',
  output: 'Jane Austen did [2]. She was born in 1775. Do you want to know more?',
  expected: ['Jane Austen.', 'Austen'],
  contexts: ['Emma is a novel.', 'Its author is Jane Austen.', 'Jane Austen was born in 1775.'],
  messages: [
    { role: 'system', content: 'You are a librarian.' },
    { role: 'user', content: 'Hello.' },
    { role: 'assistant', content: 'Hello. How can I help?' },
    { role: 'user', content: 'Who wrote Emma?' },
    {
      role: 'assistant',
      content: 'Jane Austen did [2]. She was born in 1775. Do you want to know more?',
    },
  ],
  tools: [{ name: 'search' }, { name: 'lend' }],
  toolCalls: [
    { name: 'search', arguments: { title: 'Emma' } },
    { name: 'search', arguments: { title: 'Emma', year: 1815 } },
  ],
};

/** What a scorer asks; the judge does not answer, so nothing is asked twice. */
async function ask(scorer: Scorer, sample: Sample, params: JsonObject): Promise<JudgeCall[]> {
  const judge = scriptedJudge([{ ok: false, code: 'judge_unavailable', reason: 'Not today.' }]);
  await score(scorer, sample, params, {}, scriptedModels(judge));
  return judge.calls;
}

const partsOf = ({ messages }: JudgeCall) => {
  const [system, user] = messages.map(({ content }) => content);
  const [instructions = '', form = ''] = (system ?? '').split('\n\nAnswer with one JSON object');
  return { system: system ?? '', user: user ?? '', instructions, form };
};

/** The names of blocks as instructions tell them: numbered ones by their first. */
function blocksOf(user: string): string[] {
  const names = [...user.matchAll(/^<data-\w+ name="([^"]+)">$/gm)].map(([, name = '']) => name);
  return [
    ...new Set(
      names.map((name) => name.replace(/^(example \d+), .*/, '$1').replace(/ \d+$/, ' 1')),
    ),
  ];
}

function fieldsOf(schema: JsonValue | undefined): string[] {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return [];
  const { properties = {}, items } = schema;
  const own = Object.entries(properties as JsonObject);
  return [...own.flatMap(([name, each]) => [name, ...fieldsOf(each)]), ...fieldsOf(items)];
}

// Words that an 8B model reads seldom, or in another sense than the one meant.
const UNUSUAL =
  /\b(?:whoever|whatever|whom|stands?|hold (?:it|them) to|merely|mend|bears? (?:on|out)|besides|wholly|thereof|therein|hence|shall|ought|nought|all the same|as such|for itself|go by|astray|trifle|jest|oath|in the light of|comes? to|turn of phrase)\b/i;

// Parameters that change what is told, beside those of the scorers' examples.
const OTHER_PARAMS: Readonly<Record<string, readonly JsonObject[]>> = {
  rubric: [
    {
      criterion: 'The answer is polite.',
      examples: [{ output: 'Go away.', level: 1, reason: 'It is rude.' }],
    },
    {
      criterion: [
        { name: 'polite', criterion: 'The answer is polite.' },
        { name: 'short', criterion: 'The answer is short.' },
      ],
      together: true,
    },
  ],
  checklist: [
    {
      items: ['It is polite.', 'It is short.'],
      together: true,
      examples: [{ output: 'Go away.', holds: [false, true] }],
    },
  ],
  pairwise: [
    { baseline: 'Ten years.', examples: [{ first: 'No.', second: 'Yes.', better: 'tie' }] },
  ],
  completeness: [{ requests: ['How long the warranty is.'] }],
  'prompt-alignment': [{ from: 'system' }, { instructions: ['Be friendly.'] }],
  'plan-adherence': [{}, { plan: 'First find the price, then answer.' }],
  'task-completion': [{ task: 'Answer both questions.' }],
  tone: [{ tone: ['friendly', 'brief'], avoid: ['sarcastic'] }],
  summarization: [{ points: ['The warranty is two years.'] }],
  'prompt-injection': [{ counts: 'attempts' }, { counts: 'followed' }],
  'translation-quality': [{}],
};

const judges = (SCORERS as readonly Scorer[]).filter(({ kind }) => kind === 'judge');
const variants = judges.flatMap((scorer) => {
  const seen = [
    ...scorer.examples.map(({ params = {} }) => params),
    ...(OTHER_PARAMS[scorer.id] ?? []),
  ];
  const unlike = seen.filter((params, i) => {
    const text = JSON.stringify(params);
    return seen.findIndex((each) => JSON.stringify(each) === text) === i;
  });
  return unlike.map((params) => ({
    name: `${scorer.id} ${JSON.stringify(params)}`,
    scorer,
    params,
  }));
});

test('every judge scorer is looked at', () => {
  expect(judges.length).toBeGreaterThan(35);
});

describe.each(variants)('$name', ({ scorer, params }) => {
  test('says what is judged, what each block is, and what each field holds', async () => {
    const [call] = await ask(scorer, one, params);
    if (call === undefined) throw new Error('nothing was asked');
    const { instructions, user } = partsOf(call);
    expect(instructions).toContain('You judge this.');
    for (const name of blocksOf(user)) {
      const isTold = instructions.includes(`"${name}"`) || instructions.includes(`"${name} 1"`);
      expect(isTold, `the block ${name}`).toBe(true);
    }
    for (const field of fieldsOf(call.schema)) {
      if (field === 'id' || field === 'reasoning') continue;
      expect(instructions, `the field ${field}`).toContain(`"${field}"`);
    }
  });

  test('tells every sample the same first, without its marker', async () => {
    const first = (await ask(scorer, one, params)).map(partsOf);
    const second = (await ask(scorer, other, params)).map(partsOf);
    const told = (asked: typeof first) => [...new Set(asked.map(({ system }) => system))];
    expect(told(second)).toEqual(told(first));
    expect(told(first).join()).not.toContain('0123456789abcdef');
  });

  test('is short and in plain words', async () => {
    for (const call of await ask(scorer, one, params)) {
      const { system, instructions } = partsOf(call);
      expect(countTokens(system)).toBeLessThanOrEqual(MOST_TOKENS);
      expect(UNUSUAL.exec(instructions)?.[0]).toBeUndefined();
      const { raw } = await score('flesch-kincaid-grade', { output: instructions });
      expect(raw).toBeLessThanOrEqual(HIGHEST_GRADE);
    }
  });
});

test('the criterion and its levels come again after long data, and only then', async () => {
  const output = `It is a warranty of two years${', or more'.repeat(12)}. `.repeat(60);
  for (const { scorer, params } of variants) {
    if (!scorer.needs.includes('output')) continue;
    const again = 'by the instructions above. Again:';
    const [short] = await ask(scorer, one, params);
    expect(short && partsOf(short).user, scorer.id).not.toContain(again);
    const [long] = await ask(scorer, { ...one, output }, params);
    if (long === undefined) throw new Error(`${scorer.id} asked nothing`);
    const { user, instructions } = partsOf(long);
    const repeated = user.slice(user.indexOf(again) + again.length).trim();
    const reminder = repeated.slice(0, repeated.indexOf('\n\nAnswer with one JSON object'));
    expect(reminder.length, scorer.id).toBeGreaterThan(50);
    const lines = reminder.split('\n').filter((line) => line !== '');
    const told = lines.filter((line) => instructions.includes(line.trim()));
    expect(told.length, scorer.id).toBeGreaterThan(lines.length - 3);
  }
});
