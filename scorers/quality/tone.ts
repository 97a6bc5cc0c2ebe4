import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { levelOrNoneField } from '../judging/criterion.ts';
import { defineJudge } from '../judging/define-judge.ts';
import { show } from '../judging/fence.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { quotable } from '../judging/quotable.ts';
import { findQuote } from '../judging/quote.ts';
import { abstained, scored } from '../outcome.ts';

const LEVELS = [
  'The output as a whole has another tone, or a tone to avoid.',
  'Most of it has the wanted tone, but a part does not, or one of several wanted tones is hardly there.',
  'All of it has the wanted tone.',
];
const VALUES = [0, 0.5, 1];

const prompt = definePrompt({
  version: 2,
  instructions: `Judge the tone of the output: how it speaks, not what it says.

{{tones}}

${tellBlocks(['input', 'output'], 'output', { input: 'the question or task. Its own tone does not count.' })}

Levels:
${LEVELS.map((anchor, i) => `${i + 1}: ${anchor}`).join('\n')}

1. In "reasoning", look at the choice of words, the sentences, how the reader is addressed, humour and punctuation. If several tones are wanted, the output must have all of them.
2. In "quote", copy the passage of the output that fits the wanted tone least, exactly as it is. Leave it empty if all of it fits.
3. In "level", give the number of the one level that fits best. Give 0 only if the output is too short or too technical to have a tone, such as a bare number or code.`,
});

const name = z.string().min(1).max(500);

/** What openevals asks of an agent's tone. */
const AGENT_TONE = {
  tone: [
    'warm, professional and respectful',
    'patient with a user who is confused or frustrated',
    'confident and clear',
  ],
  avoid: ['condescending or dismissive', 'robotic or cold', 'defensive'],
};

/**
 * Whether the output speaks in the tone you want: "friendly", "formal and brief, like a letter from
 * a bank". `avoid` names tones that it must not fall into. The value is that of the level the judge
 * chose, `raw` its number; evidence is the passage that departs most from the tone.
 *
 * - 0: another tone as a whole, or one to be avoided;
 * - 0.5: the tone is there, but a passage falls out of it;
 * - 1: the tone holds throughout.
 *
 * Several tones are wanted all at once; for one score a tone, ask for the scorer several times. An
 * empty output, and one too short to have a tone, make the scorer abstain. A passage that does not
 * occur in the output gives the warning `quote_not_found`. For a drift over the turns of a
 * conversation see the scorers of the group `conversation`.
 *
 * Source: tone of Mastra (there by sentiment), AGENT_TONE of openevals; levels with anchors.
 */
export const tone = defineJudge({
  id: 'tone',
  aliases: { 'tone-consistency': {}, 'agent-tone': AGENT_TONE },
  version: 2,
  group: 'quality',
  summary: 'Whether the output has the wanted tone.',
  source: 'Mastra tone; openevals AGENT_TONE',
  needs: ['output'],
  params: () =>
    z.strictObject({
      tone: z
        .union([name, z.array(name).min(1).max(8)])
        .describe(
          'The wanted tone, in a word or a sentence, or several tones that must all be present.',
        ),
      avoid: z.array(name).max(8).default([]).describe('Tones that the output must not have.'),
    }),
  threshold: 0.5,
  degenerate: 'abstain',
  examples: () => [
    {
      title: 'A slip into slang',
      sample: { output: 'Dear Ms Lee, thank you for your letter. We will sort it asap, cheers!' },
      params: { tone: 'formal' },
      answers: [
        {
          reasoning: 'A formal opening, then slang.',
          quote: 'We will sort it asap, cheers!',
          level: 2,
        },
      ],
      value: 0.5,
    },
  ],
  prompts: [prompt],
  answer: {
    quote: z.string().describe('words of the output, or empty'),
    level: levelOrNoneField(LEVELS.length, 'number of the level, or 0'),
  },
  levels: () => VALUES,
  ask: (sample, { tone: wanted, avoid }) => ({
    instructions: fillPrompt(prompt, { tones: listTones([wanted].flat(), avoid) }),
    blocks: show(sample, ['input', 'output']),
  }),
  conclude([{ reasoning, quote, level }], sample) {
    const value = VALUES[level - 1];
    if (value === undefined) return abstained(`The output has no tone to speak of: ${reasoning}`);
    const evidence = findQuote(quote, quotable(sample, ['output']), 'departs from the tone');
    return {
      ...scored(value, reasoning, { raw: level, evidence: evidence ? [evidence] : [] }),
      warnings: quote.trim() !== '' && !evidence ? ['quote_not_found'] : [],
    };
  },
});

function listTones(wanted: readonly string[], avoid: readonly string[]): string {
  const lines = wanted.map((text) => `Wanted tone: ${text}`);
  return [...lines, ...avoid.map((text) => `Tone to avoid: ${text}`)].join('\n');
}
