import type { Evidence, JsonObject } from '@assay/schema/types.ts';
import type * as z from 'zod';
import type { Examples, ParamsSchema, ScorerGroup } from '../define.ts';
import { abstained, failed, type Outcome, scored } from '../outcome.ts';
import type { SampleField, SampleView } from '../sample.ts';
import { findSkipped } from './coverage.ts';
import { defineJudge, type PosedQuestion } from './define-judge.ts';
import type { DataBlock } from './fence.ts';
import type { JudgeWarning } from './judge.ts';
import { definePrompt, fillPrompt, type Prompt } from './prompt.ts';
import type { QuotedText } from './quotable.ts';
import { findQuote } from './quote.ts';
import { type Item, itemFields, readItem } from './verdict-items.ts';

/** Says which numbered items of this sample are judged now. */
export const numbersPrompt = definePrompt({
  version: 2,
  instructions: `Give exactly one entry for each of these numbers, and leave none out: {{numbers}}.`,
});

/** More verdicts than this, and a judge loses count or its answer is cut off. */
const ITEMS_AT_ONCE = 40;
const MOST_ITEMS = 100;

/** An item that the sample itself has, by the number that the judge sees it under. */
export interface NumberedItem {
  number: number;
  pointer: string;
  /** Whether it says nothing: then it has the last of the verdicts, whatever the judge says. */
  isBlank?: boolean;
  /** Its own texts, where the judge is to quote it. */
  quotes?: readonly QuotedText[];
}

/** An item with the judge's verdict on it. */
export interface JudgedItem {
  verdict: string;
  /** 0 (worst) to 1 (best). */
  worth: number;
}

type Params<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape, z.core.$strict>>;
type SampleWith<Needs extends SampleField> = SampleView & Required<Pick<SampleView, Needs>>;

interface VerdictsDeclaration<
  Id extends string,
  Shape extends z.ZodRawShape,
  Needs extends SampleField,
> {
  id: Id;
  aliases?: Readonly<Record<string, JsonObject>>;
  version: number;
  group: ScorerGroup;
  summary: string;
  source: string;
  needs: readonly Needs[];
  params: ParamsSchema<Shape>;
  threshold: number | null;
  degenerate: 0 | 1 | 'abstain' | 'ask';
  examples: Examples;
  /** What an item is, and what tells the verdicts apart. */
  prompt: Prompt;
  /** The variables of that prompt. */
  variables?(params: Params<Shape>, sample: SampleWith<Needs>): Readonly<Record<string, string>>;
  /** Other texts of ours that the variables may hold: part of the fingerprint too. */
  wordings?: readonly Prompt[];
  /** What the items are, in words of the reason: `contexts`, `claims`. */
  items: string;
  /** The items that are there already; undefined, or omitted, where the judge is to find them. */
  numbered?(sample: SampleWith<Needs>, params: Params<Shape>): readonly NumberedItem[] | undefined;
  /** What each verdict is worth, the best first; null leaves the item out. */
  worths(params: Params<Shape>): Readonly<Record<string, number | null>>;
  shows(sample: SampleWith<Needs>, params: Params<Shape>): readonly DataBlock[];
  /** The texts that the judge splits into items and has to account for, shown by `showSentences`. */
  split?(sample: SampleWith<Needs>): readonly DataBlock[];
  /** Whether it says why, of items that it finds too. */
  isExplained?: boolean;
  /** Where quotes stand, of items that the judge finds and of those without texts of their own. */
  quotes?(sample: SampleWith<Needs>, params: Params<Shape>): readonly QuotedText[];
  /** Verdicts that have nothing to quote. */
  unquoted?: readonly string[];
  /** Other words that a verdict goes by, such as what was said before: what they are, and where. */
  basis?: { describe: string; quotes(sample: SampleWith<Needs>): readonly QuotedText[] };
  /** An outcome, where the sample leaves nothing to ask. */
  nothing?(sample: SampleWith<Needs>, params: Params<Shape>): Outcome | undefined;
  /**
   * The value of the items that count, in their order; undefined if there is none. Their mean if
   * omitted.
   */
  combine?(judged: readonly JudgedItem[], params: Params<Shape>): number | undefined;
}

/**
 * Declares a scorer that has a judge give one verdict on each of many items, and does the arithmetic
 * itself. Either the items are there and numbered (contexts, turns, calls), are asked for forty in a
 * call, and an answer that leaves one out is invalid; or the judge finds them (claims, intentions)
 * and quotes each.
 *
 * The value is the mean of what the verdicts are worth, unless `combine` says otherwise; `raw` is
 * the number of items that are worth less than 1, which are also the evidence. Where no item counts
 * the scorer abstains. A quote that stands nowhere gives the warning `quote_not_found`.
 */
export function defineVerdicts<
  const Id extends string,
  Shape extends z.ZodRawShape,
  const Needs extends SampleField,
>({
  prompt,
  variables = () => ({}),
  wordings = [],
  items: plural,
  numbered = () => undefined,
  worths,
  shows,
  split,
  isExplained = false,
  quotes = () => [],
  unquoted = [],
  basis,
  nothing = () => undefined,
  combine = mean,
  ...same
}: VerdictsDeclaration<Id, Shape, Needs>) {
  // Parameters are settled once and stay the same object from sample to sample.
  const known = new WeakMap<object, Map<string, ReturnType<typeof itemFields>>>();

  function formOf(params: Params<Shape>, isNumbered: boolean, isQuoted: boolean) {
    const forms = known.get(params) ?? new Map<string, ReturnType<typeof itemFields>>();
    known.set(params, forms);
    const name = `${isNumbered} ${isQuoted}`;
    const verdicts = Object.keys(worths(params));
    const form =
      forms.get(name) ??
      itemFields({
        ...{ verdicts, plural, isNumbered, isQuoted },
        basis: basis?.describe,
        isExplained: isNumbered || isExplained,
        isSplit: split !== undefined,
      });
    forms.set(name, form);
    return form;
  }

  return defineJudge({
    ...same,
    prompts: [prompt, numbersPrompt, ...wordings],
    answer: (params) => formOf(params, true, true),
    ask(sample, params) {
      const places = numbered(sample, params);
      const decided = nothing(sample, params) ?? checkCount(places, plural);
      if (decided) return decided;
      const isQuoted =
        quotes(sample, params).length > 0 || places?.some((place) => place.quotes) === true;
      const question: PosedQuestion = {
        instructions: fillPrompt(prompt, variables(params, sample)),
        blocks: shows(sample, params),
        fields: formOf(params, places !== undefined, isQuoted),
      };
      if (places === undefined) return question;
      return inBatches(places).map((batch) => {
        const numbers = batch.map(({ number }) => number).join(', ');
        return { ...question, task: fillPrompt(numbersPrompt, { numbers }) };
      });
    },
    conclude(answers, sample, params) {
      const places = numbered(sample, params);
      const read = answers.map((answer) => ({ ...answer, items: answer.items.map(readItem) }));
      const items = places ? answered(read, inBatches(places)) : read.flatMap((a) => a.items);
      const left = places?.find(({ number }) => !items.some((item) => item.number === number));
      if (left) {
        return failed('judge_output_invalid', `The judge left out number ${left.number}.`);
      }
      const values = worths(params);
      const texts = quotes(sample, params);
      const basisTexts = basis?.quotes(sample) ?? [];
      const least = Object.keys(values).at(-1) ?? '';
      const judged = (places ? inOrder(items, places, least) : items).map((item) => {
        const judgement = locate(item, texts, unquoted, places);
        const found = findQuote(item.basis ?? '', basisTexts, `before: ${judgement.note}`);
        return { ...judgement, basis: found };
      });
      const counted = judged.flatMap((item) => {
        const worth = values[item.verdict] ?? null;
        return worth === null ? [] : [{ ...item, worth }];
      });
      const warnings: JudgeWarning[] = judged.some(({ isMisquoted }) => isMisquoted)
        ? ['quote_not_found']
        : [];
      const noClaim = answers.flatMap((answer) => ('noClaim' in answer ? answer.noClaim : []));
      const skipped = split && findSkipped(split(sample), items, noClaim);
      const value = counted.length === 0 ? undefined : combine(counted, params);
      if (value === undefined) {
        const [{ reasoning }] = answers;
        return {
          ...abstained(`There are no ${plural} that count. ${reasoning}`),
          ...{ warnings, skipped },
        };
      }
      const faults = counted.filter(({ worth }) => worth < 1);
      const told = faults.map(({ note }) => note).join(' ');
      const right = counted.length - faults.length;
      const best = Object.keys(values)[0];
      return {
        ...scored(value, `${right} of ${counted.length} ${plural} are ${best}. ${told}`.trim(), {
          raw: faults.length,
          evidence: faults.flatMap(({ evidence, basis: found }) =>
            found ? [evidence, found] : [evidence],
          ),
        }),
        ...{ warnings, skipped },
      };
    },
  });
}

function mean(judged: readonly JudgedItem[]): number {
  return judged.reduce((sum, { worth }) => sum + worth, 0) / judged.length;
}

function checkCount(
  places: readonly NumberedItem[] | undefined,
  plural: string,
): Outcome | undefined {
  if (places === undefined) return undefined;
  if (places.length === 0) return abstained(`There are no ${plural} to judge. No judge was asked.`);
  if (places.length <= MOST_ITEMS) return undefined;
  const reason = `There are ${places.length} ${plural}; at most ${MOST_ITEMS} are judged.`;
  return failed('sample_too_large', reason);
}

function inBatches(places: readonly NumberedItem[]): (readonly NumberedItem[])[] {
  const count = Math.ceil(places.length / ITEMS_AT_ONCE);
  return Array.from({ length: count }, (_, i) =>
    places.slice(i * ITEMS_AT_ONCE, (i + 1) * ITEMS_AT_ONCE),
  );
}

/** What each answer says of the items that it was asked for. */
function answered(
  answers: readonly { items: readonly Item[] }[],
  batches: readonly (readonly NumberedItem[])[],
): Item[] {
  return batches.flatMap((batch, i) => {
    const numbers = new Set(batch.map(({ number }) => number));
    const items = answers[i]?.items ?? [];
    return items.filter(({ number }) => number !== undefined && numbers.has(number));
  });
}

/** One item a number, in the order of the sample. */
function inOrder(items: readonly Item[], places: readonly NumberedItem[], least: string): Item[] {
  return places.flatMap(({ number, isBlank = false }): Item | Item[] => {
    if (isBlank) return { number, sentences: [], why: 'it says nothing', verdict: least };
    return items.find((item) => item.number === number) ?? [];
  });
}

function locate(
  { number, item = '', why = '', quote = '', verdict }: Item,
  texts: readonly QuotedText[],
  unquoted: readonly string[],
  places: readonly NumberedItem[] | undefined,
) {
  const place = places?.find((each) => each.number === number);
  const name = place === undefined ? item : `number ${place.number}`;
  const note = [`${verdict}: ${name}`, why].filter((part) => part !== '').join(', ');
  const within = place?.quotes ?? texts;
  const found = findQuote(quote, within, note);
  const evidence: Evidence = found ?? (place ? { pointer: place.pointer, note } : { note });
  const isToQuote = place ? place.quotes !== undefined : texts.length > 0;
  const isQuoted = isToQuote && !unquoted.includes(verdict);
  return { verdict, note, evidence, isMisquoted: isQuoted && !found };
}
