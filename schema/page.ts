import { z } from 'zod';

/** A page of items: `nextCursor` goes into `?cursor=` and is null on the last page. */
export function pageOf<Item>(id: string, item: z.ZodType<Item>) {
  return z
    .strictObject({
      items: z.array(item),
      nextCursor: z
        .string()
        .nullable()
        .describe('Pass as `cursor` for the next page; null on the last.'),
    })
    .meta({ id });
}
