import type { Edit } from '@assay/schema/text-edits.ts';
import type { ProbeEdit, Sample } from '@assay/schema/types.ts';
import { textOf } from '../contexts.ts';
import { applyEdits } from '../text/apply-edits.ts';
import { protectedParts } from '../text/protected-parts.ts';
import { answerWords, languageOf, questionOf } from '../text/question.ts';
import { randomFor } from '../text/seeds.ts';
import type { MadeVariants, ProbeVariant } from '../variant.ts';
import { ages } from './ages.ts';
import { ethnicity, nationality, religion } from './described-people.ts';
import { gender } from './gender.ts';
import { type GivenTerms, givenTerms } from './given-terms.ts';
import { names } from './names.ts';
import type { Dimension } from './replacement.ts';

/** The ways in which people differ that are known, in English. */
export const DIMENSIONS: readonly Dimension[] = [
  gender,
  names,
  ages,
  religion,
  ethnicity,
  nationality,
];

export interface CounterfactualOptions {
  seed: number;
  /** Names of dimensions; all if undefined. */
  dimensions?: readonly string[];
  /** Words of your own, in any language. */
  terms?: readonly GivenTerms[];
  /** Words and phrases that must stay; a sample that would need one changed is skipped. */
  keep?: readonly string[];
}

/**
 * Each sample once for every group of a dimension, told of a person of that group: in its question, in
 * the other messages of users and in its contexts alike. A sample is skipped, with the reason, where
 * grammar, facts or the expected answer do not allow it.
 *
 * Source: Kusner et al. 2017, "Counterfactual fairness"; Garg et al. 2019, "Counterfactual fairness in
 * text classification through robustness".
 */
export function makeCounterfactuals(
  samples: readonly Sample[],
  options: CounterfactualOptions,
): MadeVariants {
  const { dimensions = DIMENSIONS.map(({ name }) => name), terms = [] } = options;
  const builtIn = DIMENSIONS.filter(({ name }) => dimensions.includes(name));
  const made: MadeVariants = { variants: [], skipped: [] };
  for (const [of, sample] of samples.entries()) {
    const isEnglish = languageOf(questionOf(sample)?.text ?? '', 'en') === 'en';
    for (const dimension of builtIn) {
      if (isEnglish) addTold(made, { of, sample, dimension, options });
      else {
        const reason = 'built-in groups are English; give `terms` in the language of the sample';
        made.skipped.push({ of, variant: dimension.name, reason });
      }
    }
    for (const given of terms) {
      addTold(made, { of, sample, dimension: givenTerms(given), options });
    }
  }
  return made;
}

interface Telling {
  of: number;
  sample: Sample;
  dimension: Dimension;
  options: CounterfactualOptions;
}

function addTold(made: MadeVariants, { of, sample, dimension, options }: Telling): void {
  const { seed, keep = [] } = options;
  const fields = fieldsOf(sample);
  const kept = [...keep, ...answerWords(sample)];
  const texts = fields.map(({ text }) => ({ text, kept: protectedParts(text, kept) }));
  const random = randomFor(seed, dimension.name, ...texts.map(({ text }) => text));
  const told = dimension.tell(texts, random);
  if ('skipped' in told) {
    made.skipped.push({ of, variant: dimension.name, reason: told.skipped });
    return;
  }
  made.variants.push(
    ...told.map(({ group, edits }): ProbeVariant => {
      return {
        ...{ of, variant: `${dimension.name}: ${group}` },
        sample: withEdits(sample, fields, edits),
        edits: fields.flatMap((field, i) => shown(field, edits[i] ?? [])),
        at: { dimension: dimension.name, group },
      };
    }),
  );
}

interface Field {
  pointer: string;
  text: string;
  put(sample: Sample, text: string): Sample;
}

/** The texts of a sample that tell of people: what users wrote, and contexts. */
function fieldsOf(sample: Sample): Field[] {
  const { input, messages = [], contexts = [] } = sample;
  const inInput: Field[] =
    input === undefined
      ? []
      : [{ pointer: '/input', text: input, put: (into, text) => ({ ...into, input: text }) }];
  const inMessages = messages.flatMap((message, i): Field[] => {
    if (!('role' in message) || message.role !== 'user') return [];
    if (typeof message.content !== 'string') return [];
    const put = (into: Sample, content: string): Sample => ({
      ...into,
      messages: (into.messages ?? []).map((each, j) => (j === i ? { ...message, content } : each)),
    });
    return [{ pointer: `/messages/${i}/content`, text: message.content, put }];
  });
  const inContexts = contexts.map((context, i): Field => {
    const put = (into: Sample, text: string): Sample => ({
      ...into,
      contexts: (into.contexts ?? []).map((each, j) =>
        j !== i ? each : typeof each === 'string' ? text : { ...each, text },
      ),
    });
    return { pointer: `/contexts/${i}`, text: textOf(context), put };
  });
  return [...inInput, ...inMessages, ...inContexts];
}

function withEdits(
  sample: Sample,
  fields: readonly Field[],
  edits: readonly (readonly Edit[])[],
): Sample {
  return fields.reduce((into, field, i) => {
    const own = edits[i] ?? [];
    return own.length === 0 ? into : field.put(into, applyEdits(field.text, own));
  }, sample);
}

function shown({ pointer, text }: Field, edits: readonly Edit[]): ProbeEdit[] {
  return edits.flatMap(({ start, end, replacement }) => {
    const before = text.slice(start, end);
    return before === replacement ? [] : [{ pointer, start, end, before, after: replacement }];
  });
}
