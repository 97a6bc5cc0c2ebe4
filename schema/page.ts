import * as z from 'zod';

/** How many items a page has. */
export const limitField = z
  .string()
  .refine((text) => /^\d{1,3}$/.test(text), 'must be a whole number from 1 to 100')
  // In a query every number is a text; the document shows callers the number.
  .meta({ type: 'integer', minimum: 1, maximum: 100 })
  .transform(Number)
  .pipe(z.int().min(1).max(100))
  .optional()
  .describe('Items per page, 1 to 100. Defaults to 20.');

/** A page of items: `nextCursor` goes into `?cursor=` and is null on the last page. */
export function pageOf<Item>(id: string, item: z.ZodType<Item>) {
  return z
    .strictObject({
      items: z.array(item).describe('The items of this page.'),
      nextCursor: z
        .string()
        .nullable()
        .describe('Pass it as `cursor` to get the next page; null on the last page.'),
    })
    .meta({ id });
}

/** A cursor that a listing gave out. */
export function cursorField(shape: RegExp) {
  return z
    .string()
    .regex(shape, 'must be the `nextCursor` of the previous page')
    .optional()
    .describe('`nextCursor` of the previous page.');
}

/** Query of a listing without filters. */
export function pageQuery(cursor: RegExp) {
  return z.strictObject({ cursor: cursorField(cursor), limit: limitField });
}
