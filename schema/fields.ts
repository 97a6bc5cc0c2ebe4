import * as z from 'zod';
import { LIMITS } from './limits.ts';
import { inPlainWords } from './plain-words.ts';
import type { JsonObject, JsonValue } from './types.ts';

// The Workers runtime forbids code generation; say so rather than let zod probe for it.
z.config({ jitless: true, customError: inPlainWords });

const encoder = new TextEncoder();

/** Length of `text` in bytes of UTF-8, without encoding it where its length already settles the question. */
function fitsBytes(text: string, limit: number): boolean {
  if (text.length * 3 <= limit) return true;
  if (text.length > limit) return false;
  return encoder.encode(text).length <= limit;
}

/** A text under judgement: at most 256 KiB of UTF-8. */
export const textField = z.string().refine((text) => fitsBytes(text, LIMITS.textBytes), {
  error: `must be at most ${LIMITS.textBytes} bytes of UTF-8 (256 KiB)`,
});

/**
 * Whether a text is Unicode through and through. One with half of a surrogate pair cannot be written as
 * UTF-8: the database would turn different halves into the same replacement character.
 */
export function isWellFormed(text: string): boolean {
  return text.isWellFormed();
}

const NOT_WELL_FORMED =
  'must be well-formed Unicode: it contains half of a surrogate pair, for example from truncating an emoji';

/** A short label: an id, a tag, a key of metadata. */
export const nameField = z
  .string()
  .min(1)
  .max(LIMITS.nameCharacters)
  .refine(isWellFormed, { error: NOT_WELL_FORMED });

/** A short value to find things by. */
export const labelField = z
  .string()
  .max(LIMITS.metadataValueCharacters)
  .refine(isWellFormed, { error: NOT_WELL_FORMED });

/** A name that can stand in a URL and in `name@version`. */
export const slugField = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,63}$/,
    'must be 1 to 64 characters of a-z, 0-9, ".", "_", "-", and start with a letter or digit',
  );

/** A share between 0 and 1. */
export const unitInterval = z.number().min(0).max(1);

// What JSON.parse made is JSON already: walking it again would only cost time.
export const jsonValue = z.unknown() as unknown as z.ZodType<JsonValue>;
export const jsonObject = z.record(z.string(), jsonValue) as unknown as z.ZodType<JsonObject>;

export const timestamp = z.iso.datetime({
  offset: true,
  error: 'must be a date and time with a time zone, such as 2026-01-31T09:00:00Z',
});

/** A query parameter that may be repeated. */
export const oneOrMore = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : [value]));

/** Filters by metadata in a query, each `key` or `key:value`. */
export const metadataQuery = oneOrMore.pipe(
  z
    .array(
      z
        .string()
        .min(1)
        .max(LIMITS.nameCharacters + LIMITS.metadataValueCharacters + 1),
    )
    .max(LIMITS.metadataKeys),
);

/** The time limit of a request, in milliseconds. */
export const deadlineField = z.int().min(1).max(LIMITS.deadlineMs).exactOptional();

/** How long what is rotated still works beside its successor. */
export const overlapField = z
  .int()
  .min(0)
  .max(30 * 24 * 3600)
  .exactOptional();
