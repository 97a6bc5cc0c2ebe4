import type { JsonObject } from '@assay/schema/types.ts';
import { isJsonObject, objectsIn } from '../../../core/json-object.ts';

const ENDS: ReadonlySet<unknown> = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
]);

/** The response that events of the Responses API end with; undefined if their end is missing. */
export function responseAnswer(events: readonly JsonObject[]): JsonObject | undefined {
  const end = events.findLast(({ type }) => ENDS.has(type));
  return isJsonObject(end?.response) ? end.response : undefined;
}

/** A response as the events that it would have been streamed in. */
export function responseEvents(response: JsonObject): JsonObject[] {
  const begun: JsonObject = { ...response, status: 'in_progress', output: [], usage: null };
  const events: JsonObject[] = [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...objectsIn(response.output).flatMap((item, index) => itemEvents(item, index)),
    { type: endOf(response), response },
  ];
  return events.map((event, i) => ({ ...event, sequence_number: i }));
}

function endOf({ status }: JsonObject): string {
  return status === 'incomplete' || status === 'failed'
    ? `response.${status}`
    : 'response.completed';
}

function itemEvents(item: JsonObject, index: number): JsonObject[] {
  const at = { item_id: item.id ?? '', output_index: index };
  const begun: JsonObject = { ...item, status: 'in_progress' };
  if (item.type === 'message') begun.content = [];
  if (typeof item.arguments === 'string') begun.arguments = '';
  const parts = item.type === 'message' ? objectsIn(item.content) : [];
  return [
    { type: 'response.output_item.added', output_index: index, item: begun },
    ...parts.flatMap((part, k) => partEvents(part, { ...at, content_index: k })),
    ...callEvents(item, at),
    { type: 'response.output_item.done', output_index: index, item },
  ];
}

function partEvents(part: JsonObject, at: JsonObject): JsonObject[] {
  const field = part.type === 'refusal' ? 'refusal' : 'text';
  const text = part[field];
  const events: JsonObject[] = [
    { type: 'response.content_part.added', ...at, part: { ...part, [field]: '' } },
  ];
  if (typeof text === 'string') {
    const name = field === 'refusal' ? 'response.refusal' : 'response.output_text';
    const more: JsonObject = field === 'text' ? { logprobs: [] } : {};
    events.push({ type: `${name}.delta`, ...at, delta: text, ...more });
    events.push({ type: `${name}.done`, ...at, [field]: text, ...more });
  }
  return [...events, { type: 'response.content_part.done', ...at, part }];
}

function callEvents({ type, arguments: args, name }: JsonObject, at: JsonObject): JsonObject[] {
  if (type !== 'function_call' || typeof args !== 'string') return [];
  const kind = 'response.function_call_arguments';
  return [
    { type: `${kind}.delta`, ...at, delta: args },
    { type: `${kind}.done`, ...at, arguments: args, ...(name === undefined ? {} : { name }) },
  ];
}
