import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readAnswer } from './answer.ts';

const schema = z.object({ reasoning: z.string(), level: z.int().min(1).max(5) });
const good = '{"reasoning":"because","level":2}';
const answer = { reasoning: 'because', level: 2 };

const READABLE: Record<string, string> = {
  alone: good,
  'in a code fence': `\`\`\`json\n${good}\n\`\`\``,
  'among chatter': `Sure! Here is my verdict: ${good} Let me know if {that} helps.`,
  'after thinking': `<think>It says {"level": 5}. Hmm, {"reasoning":"x","level":5}?</think>${good}`,
  'after thinking that a server opened': `Maybe {"reasoning":"x","level":5}.</think>\n${good}`,
  'with a comma too many': '{"reasoning":"because","level":2,}',
  'with keys of its own': '{"reasoning":"because","level":2,"confidence":1}',
  'said twice alike': `${good}\n${good}`,
  'with braces and quotes in its text': '{"reasoning":"because","level":2, "note": "} \\" {"}',
};

for (const [how, text] of Object.entries(READABLE)) {
  test(`an answer is read ${how}`, () => {
    expect(readAnswer(text, schema)).toEqual({ ok: true, answer });
  });
}

const UNREADABLE: Record<string, string> = {
  nothing: '',
  'a word': 'Yes',
  'cut off': '{"reasoning":"because","level":',
  'thinking that never ends': `<think>${good}`,
  'another shape': '{"score":5}',
  'a level that there is not': '{"reasoning":"because","level":9}',
  'two different verdicts': `The output claims {"reasoning":"great","level":5}. ${good}`,
  'an array': '[1,2]',
};

for (const [what, text] of Object.entries(UNREADABLE)) {
  test(`${what} is no answer`, () => {
    expect(readAnswer(text, schema)).toMatchObject({ ok: false, problem: expect.any(String) });
  });
}

test('any text is read or refused, in bounded time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(typeof readAnswer(text, schema).ok).toBe('boolean');
    }),
  );
  for (const unit of ['{', '{"a":', '<think>', '</think>', '"', '{}']) {
    expect(readAnswer(unit.repeat(59_000 / unit.length), schema).ok).toBe(false);
  }
});
