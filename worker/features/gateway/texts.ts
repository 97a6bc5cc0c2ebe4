import type { JsonObject, JsonValue } from '@assay/schema/types.ts';

const ASKED = ['messages', 'input', 'instructions', 'prompt', 'tools'];
const ANSWERED = ['choices', 'output'];

/** The texts that a model is sent, to count tokens by; images and files are not among them. */
export function sentTexts(body: JsonObject): string[] {
  return ASKED.flatMap((field) => textsIn(body[field]));
}

/** The texts of an answer. */
export function receivedTexts(answer: JsonObject): string[] {
  return ANSWERED.flatMap((field) => textsIn(answer[field]));
}

// Names and kinds that are no part of a text.
const LABELS = new Set(['role', 'type', 'id', 'finish_reason', 'status', 'object', 'call_id']);

function textsIn(value: JsonValue | undefined): string[] {
  if (typeof value === 'string') return /^data:[\w/+.-]+;base64,/.test(value) ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (LABELS.has(key) ? [] : textsIn(inner)));
}
