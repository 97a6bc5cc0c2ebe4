import * as z from 'zod';
import { noClaimField, sentencesField } from './coverage.ts';

/** More items than this are no answer. */
const MOST_FOUND = 200;

const text = z.string().optional();

const item = z.object({
  number: z.int().optional(),
  item: text,
  sentences: sentencesField,
  quote: text,
  basis: text,
  why: text,
  verdict: z.string(),
});

/** One verdict of an answer, in whichever form it was asked for. */
export type Item = z.output<typeof item>;

/** What the verdicts of one question are made of. */
export interface ItemForm {
  verdicts: readonly string[];
  /** What the items are: `contexts`, `claims`. */
  plural: string;
  /** What other words a verdict goes by, in words for the judge. */
  basis: string | undefined;
  /** Whether the sample has the items, numbered, or the judge finds them. */
  isNumbered: boolean;
  isQuoted: boolean;
  /** Whether the judge says why. */
  isExplained: boolean;
  /** Whether the items come from sentences that the judge must account for. */
  isSplit: boolean;
}

// Not interfaces: only types can be the shape of a schema.
type Items = { items: z.ZodType<Record<string, unknown>[]> };
type ItemFields = Items | { items: Items['items']; noClaim: z.ZodType<number[]> };

/**
 * The fields of an answer with verdicts: what this form needs and nothing else. All are asked for;
 * that an item lacks its quote or its reason does not make it worthless.
 */
export function itemFields(form: ItemForm): ItemFields {
  const { verdicts, plural, basis, isNumbered, isQuoted, isExplained, isSplit } = form;
  const fields: Record<string, z.ZodType> = isNumbered
    ? { number: z.int().min(1).describe('its number') }
    : { item: text.describe('the item') };
  if (isSplit) fields.sentences = sentencesField;
  if (isQuoted) fields.quote = text.describe('words of the data, or empty');
  if (isQuoted && basis !== undefined) fields.basis = text.describe(basis);
  if (isExplained) fields.why = text.describe('one sentence');
  fields.verdict = z.enum(verdicts);
  const items = z.array(z.object(fields)).max(MOST_FOUND).describe(`one for each of the ${plural}`);
  return isSplit ? { items, noClaim: noClaimField } : { items };
}

export function readItem(given: Record<string, unknown>): Item {
  return item.parse(given);
}
