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

/** All texts of a request, wherever they stand, and how many files and images are beside them. */
export function everythingIn(body: JsonObject): { texts: string[]; media: number } {
  const all = Object.values(body).flatMap(allIn);
  const texts = all.filter((text) => !isData(text));
  return { texts, media: all.length - texts.length + countMedia(body) };
}

function allIn(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    Array.isArray(value) ? allIn(inner) : [key, ...allIn(inner)],
  );
}

const MEDIA: ReadonlySet<JsonValue | undefined> = new Set([
  'image_url',
  'input_image',
  'input_audio',
  'input_file',
  'file',
]);

/** Parts that name a file; one that has its data is counted by that. */
function countMedia(value: JsonValue): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value).reduce<number>((sum, each) => sum + countMedia(each), 0);
  const isMedia = !Array.isArray(value) && MEDIA.has(value.type);
  return inner + (isMedia && !JSON.stringify(value).includes(';base64,') ? 1 : 0);
}

function isData(text: string): boolean {
  return /^data:[\w/+.-]+;base64,/.test(text);
}

// Names and kinds that are no part of a text.
const LABELS = new Set(['role', 'type', 'id', 'finish_reason', 'status', 'object', 'call_id']);

function textsIn(value: JsonValue | undefined): string[] {
  if (typeof value === 'string') return isData(value) ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (LABELS.has(key) ? [] : textsIn(inner)));
}
