import { z } from 'zod';

/** More items than this are no answer. */
const MOST_FOUND = 200;

/** One verdict of an answer. */
export interface Item {
  number?: number | undefined;
  item?: string | undefined;
  why?: string | undefined;
  quote?: string | undefined;
  basis?: string | undefined;
  verdict: string;
}

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
}

/**
 * The fields of an answer with verdicts: what this form needs and nothing else. All are asked for;
 * that an item lacks its quote or its reason does not make it worthless.
 */
export function itemFields({ verdicts, plural, basis, isNumbered, isQuoted }: ItemForm): {
  items: z.ZodType<Item[]>;
} {
  const text = (description: string) => z.string().optional().describe(description);
  const quote = text('Words of the data that show it, exactly as they stand there; may be empty.');
  const words = basis === undefined ? { quote } : { quote, basis: text(basis) };
  const end = { why: text('Why, in one sentence.'), verdict: z.enum(verdicts) };
  const number = z.int().min(1).describe('Its number.');
  const item = text('The item, complete in itself.');
  const numbered = isQuoted ? z.object({ number, ...words, ...end }) : z.object({ number, ...end });
  const found = isQuoted ? z.object({ item, ...words, ...end }) : z.object({ item, ...end });
  const form: z.ZodType<Item> = isNumbered ? numbered : found;
  return { items: z.array(form).max(MOST_FOUND).describe(`One for each of the ${plural}.`) };
}

/** Two verdicts on the same item that disagree, in words for the judge; undefined if there are none. */
export function findContradiction(items: readonly Item[]): string | undefined {
  const known = new Map<string, string>();
  for (const { number, item = '', verdict } of items) {
    const name = number === undefined ? item.trim().toLowerCase() : `number ${number}`;
    const before = known.get(name) ?? verdict;
    if (name !== '' && before !== verdict) {
      return `The judge gave two verdicts on ${number === undefined ? `"${item.trim()}"` : name}: ${before} and ${verdict}.`;
    }
    known.set(name, verdict);
  }
  return undefined;
}
