import type { JsonObject } from '@assay/schema/types.ts';
import * as z from 'zod';
import type { Examples, ParamsSchema } from '../define.ts';
import { tellBlocks } from '../judging/blocks.ts';
import { defineJudge } from '../judging/define-judge.ts';
import { show } from '../judging/fence.ts';
import type { JudgeWarning } from '../judging/judge.ts';
import { definePrompt, fillPrompt, type Prompt } from '../judging/prompt.ts';
import { askedIn, quotable } from '../judging/quotable.ts';
import { findQuote } from '../judging/quote.ts';
import { abstained, failed, type Outcome, scored } from '../outcome.ts';
import type { SampleView } from '../sample.ts';

const WORTH = { met: 1, partly: 0.5, missed: 0 };

const prompt = definePrompt({
  version: 2,
  instructions: `{{task}}

${tellBlocks(['input', 'conversation', 'output'], 'output')}

In "items", give one entry for each of the {{items}}, in their order:
{{fields}}
- "quote": the words of the output that show your verdict, copied exactly. Leave it empty if there are none.
- "verdict":
   - "met": the output does all of it;
   - "partly": the output does a part of it, or makes a small mistake in it;
   - "missed": the output does not do it, does the opposite, or only says that it will do it or cannot do it;
   - "open": the data cannot show it, or it has a condition that is not true here.

Ask for nothing more than what each one says. It does not matter here whether facts are true. A refusal or "I don't know" is "missed", unless it is what was asked for. The output may be in any language.`,
});

const listedPrompt = definePrompt({
  version: 2,
  instructions: `Check whether the output does what is asked of it. These are all the {{items}}. Add none, and leave none out:

{{list}}`,
});

const foundFields = definePrompt({
  version: 1,
  instructions: `- "item": what is asked, in your words, so that it can be understood alone.
- "asked": the words of the data that ask for it, copied exactly.`,
});

const listedFields = definePrompt({
  version: 1,
  instructions: '- "number": its number in the list.',
});

const verdict = z.enum(['met', 'partly', 'missed', 'open']);
const quote = z.string().describe('words of the output, or empty');

interface Item {
  number?: number | undefined;
  item?: string | undefined;
  asked?: string | undefined;
  quote: string;
  verdict: z.output<typeof verdict>;
}

interface FulfilmentDeclaration<Id extends string, Shape extends z.ZodRawShape> {
  id: Id;
  aliases?: Readonly<Record<string, JsonObject>>;
  version: number;
  summary: string;
  source: string;
  params: ParamsSchema<Shape>;
  threshold: number | null;
  examples: Examples;
  /** What the output must do, in the plural: `requests`. */
  items: string;
  /** Tells the judge what to collect, where the caller lists nothing. */
  findPrompt: Prompt;
  /** The variables of that prompt. */
  variables?(
    params: z.output<z.ZodObject<Shape, z.core.$strict>>,
  ): Readonly<Record<string, string>>;
  /** What the caller holds the output to; undefined to have the judge find it. */
  listed(params: z.output<z.ZodObject<Shape, z.core.$strict>>): readonly string[] | undefined;
  /** An outcome, where the sample cannot hold any. */
  nothing?(
    sample: SampleView,
    params: z.output<z.ZodObject<Shape, z.core.$strict>>,
  ): Outcome | undefined;
}

/**
 * Declares a scorer of how much of what was asked the output does. The judge collects what was
 * asked, quoting it, or goes through the caller's list, and gives each item a verdict: met, partly,
 * missed or open. The value is the mean of the items that are not open, with partly worth a half;
 * `raw` is the number of those not met. Evidence is, for each of these, the span of the output that
 * shows it, or else the span that asks for it; then the spans that show what was met.
 *
 * Where nothing was asked, or all of it is open, the scorer abstains. A quote that is not found
 * gives the warning `quote_not_found`. An answer that omits an item of the caller's list is
 * invalid. An empty output, or a copy of the input, meets nothing: 0.
 */
export function defineFulfilment<const Id extends string, Shape extends z.ZodRawShape>({
  items,
  findPrompt,
  variables = () => ({}),
  listed,
  nothing = () => undefined,
  ...same
}: FulfilmentDeclaration<Id, Shape>) {
  const found = z.object({
    item: z.string().describe('what is asked'),
    asked: z.string().describe('words that ask for it'),
    quote,
    verdict,
  });
  return defineJudge({
    ...same,
    group: 'quality',
    needs: ['input', 'output'],
    degenerate: 0,
    prompts: [findPrompt, listedPrompt, foundFields, listedFields, prompt],
    answer(params): { items: z.ZodType<Item[]> } {
      const list = listed(params);
      if (list === undefined) {
        return { items: z.array(found).max(60).describe(`all ${items}`) };
      }
      const number = z.int().min(1).max(list.length).describe('its number');
      const each = z.object({ number, quote, verdict });
      return { items: z.array(each).length(list.length).describe('one for each number') };
    },
    ask(sample, params) {
      const decided = nothing(sample, params);
      if (decided) return decided;
      const list = listed(params)?.map((text, i) => `${i + 1}. ${text}`);
      const task = list
        ? fillPrompt(listedPrompt, { items, list: list.join('\n') })
        : fillPrompt(findPrompt, variables(params));
      return {
        instructions: fillPrompt(prompt, {
          ...{ task, items },
          fields: (list ? listedFields : foundFields).instructions,
        }),
        blocks: show(sample, [...askedIn(sample), 'output']),
      };
    },
    conclude([answer], sample, params) {
      const list = listed(params);
      const numbers = new Set(answer.items.map(({ number }) => number));
      const left = list?.findIndex((_, i) => !numbers.has(i + 1)) ?? -1;
      if (left !== -1) {
        return failed('judge_output_invalid', `The judge left out number ${left + 1} of the list.`);
      }
      const judged = answer.items.map((each) => {
        const name = list?.[(each.number ?? 0) - 1] ?? each.item ?? '';
        return { ...each, ...findSpans(each, name, sample) };
      });
      const counted = judged.flatMap((each) =>
        each.verdict === 'open' ? [] : [{ ...each, worth: WORTH[each.verdict] }],
      );
      if (counted.length === 0) {
        const why = judged.length === 0 ? 'The judge found none.' : 'All of them are open.';
        return abstained(`There are no ${items} to check. ${why}`);
      }
      const unmet = counted.filter(({ worth }) => worth < 1);
      const met = counted.filter(({ worth }) => worth === 1);
      const sum = counted.reduce((so, { worth }) => so + worth, 0);
      const faults = unmet.map(({ note }) => note).join(' ');
      const warnings: JudgeWarning[] = judged.some(({ isMisquoted }) => isMisquoted)
        ? ['quote_not_found']
        : [];
      return {
        ...scored(
          sum / counted.length,
          `${met.length} of ${counted.length} ${items} are met. ${faults}`.trim(),
          {
            raw: unmet.length,
            evidence: [...unmet, ...met].map(({ evidence, note }) => evidence ?? { note }),
          },
        ),
        warnings,
      };
    },
  });
}

function findSpans(
  { asked, quote: shown, verdict: given }: Item,
  name: string,
  sample: SampleView,
) {
  const note = `${given}: ${name}`;
  const shows = findQuote(shown, quotable(sample, ['output']), note);
  const asks =
    asked === undefined ? undefined : findQuote(asked, quotable(sample, askedIn(sample)), note);
  const isMisquoted = (shown.trim() !== '' && !shows) || (asked !== undefined && !asks);
  return { note, evidence: shows ?? asks, isMisquoted };
}
