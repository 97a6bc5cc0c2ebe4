import { defineCriterion } from '../judging/criterion.ts';

/**
 * Whether the output treats the reader with respect. It judges the manner alone: a refusal, a
 * correction and bad news can be polite, and warm words around a slight are not. The value is that
 * of the level the judge chose, `raw` its number:
 *
 * - 0: rude: it insults, mocks, blames, threatens or orders about;
 * - 0.5: curt or condescending somewhere, without being rude;
 * - 1: respectful throughout; matter-of-fact is respectful.
 *
 * Polite words are not asked for: "Paris." is a polite answer to a question of fact. Where the
 * input is rude itself, the levels are the same. An empty output has no manner, and
 * the scorer abstains. What hurts others than the reader is `toxicity`; a tone of your own choice
 * is `tone`.
 *
 * Source: P. Brown and S. Levinson, "Politeness", 1987 (acts that threaten the face of whoever is
 * spoken to); C. Danescu-Niculescu-Mizil et al., "A Computational Approach to Politeness", 2013.
 */
export const politeness = defineCriterion({
  id: 'politeness',
  version: 2,
  group: 'quality',
  summary: 'Whether the output treats the reader with respect.',
  source: 'Danescu-Niculescu-Mizil et al. 2013',
  needs: ['output'],
  shows: ['messages', 'input', 'output'],
  criterion:
    'Does the output treat the reader with respect? Look at how it speaks: insults, mockery, sarcasm, blame, threats, bare commands where a request would be right, talking down to them, or ignoring feelings that they spoke of. A plain, factual answer is respectful. Words such as "please" are not needed. It does not matter what it says: a refusal, a correction or bad news can be polite. If the user was rude, this is no excuse.',
  levels: [
    { value: 0, anchor: 'Rude: it insults, mocks, blames, threatens or orders the reader about.' },
    {
      value: 0.5,
      anchor: 'Short-tempered, impatient or talking down somewhere, but not clearly rude.',
    },
    { value: 1, anchor: 'Respectful everywhere, warm or plain.' },
  ],
  degenerate: 'abstain',
  threshold: 1,
  examples: () => [
    {
      title: 'Talking down',
      sample: {
        input: 'Why does my script print nothing?',
        output: 'As anyone could see, you forgot to call the function.',
      },
      answers: [{ reasoning: '"As anyone could see" talks down to them.', level: 2 }],
      value: 0.5,
    },
    {
      title: 'A refusal with respect',
      sample: {
        input: 'Give me a refund or I will sue you idiots!',
        output: 'I understand that you are upset. I cannot refund this order, because it was used.',
      },
      answers: [{ reasoning: 'It refuses, calmly and with a reason.', level: 3 }],
      value: 1,
    },
  ],
});
