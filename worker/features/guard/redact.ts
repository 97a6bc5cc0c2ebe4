import { pointerSteps } from '@assay/schema/json-pointer.ts';
import { type Edit, editText } from '@assay/schema/text-edits.ts';
import type { ContentPart, GuardRequest, Message, ResponseItem } from '@assay/schema/types.ts';

/** What was sent and comes back with its redactions. */
export type Redactable = Pick<
  GuardRequest,
  'text' | 'input' | 'messages' | 'toolCalls' | 'contexts'
>;

/** The text at a pointer of the request, and what is replaced in it. */
export interface TextEdits {
  text: string;
  edits: readonly Edit[];
}

/**
 * Replaces spans of texts in what was sent, which stays as it is.
 *
 * @param changes by pointer into the request
 * @returns what was sent with the replacements; `missed` has the pointers at which nothing could be
 *   replaced
 */
export function redact(
  given: Redactable,
  changes: ReadonlyMap<string, TextEdits>,
): { redacted: Redactable; missed: string[] } {
  const redacted = structuredClone(given);
  const missed: string[] = [];
  for (const [pointer, change] of changes) {
    if (!redactAt(redacted, pointerSteps(pointer), change)) missed.push(pointer);
  }
  return { redacted, missed };
}

function redactAt(given: Redactable, [field, at = '', ...rest]: string[], change: TextEdits) {
  const i = Number(at);
  if (field === 'text' || field === 'input') {
    if (given[field] === undefined) return false;
    given[field] = editText(change.text, change.edits);
    return true;
  }
  if (field === 'contexts') {
    const context = given.contexts?.[i];
    if (given.contexts === undefined || context === undefined) return false;
    const text = editText(change.text, change.edits);
    given.contexts[i] = typeof context === 'string' ? text : { ...context, text };
    return true;
  }
  if (field === 'toolCalls') return redactInside(given.toolCalls?.[i], change);
  const message = field === 'messages' ? given.messages?.[i] : undefined;
  if (message === undefined) return false;
  return rest[0] === 'content' ? redactContent(message, change) : redactInside(message, change);
}

function isMessage(message: Message | ResponseItem): message is Message {
  return 'role' in message;
}

/** Replaces spans of a message's content, whose parts count as one text. */
function redactContent(message: Message | ResponseItem, { text, edits }: TextEdits): boolean {
  if (!isMessage(message)) {
    Object.assign(message, { output: editText(text, edits) });
    return true;
  }
  if (typeof message.content === 'string') {
    message.content = editText(text, edits);
    return true;
  }
  const { content, parts: others = [] } = message;
  const parts: ContentPart[] = [...(Array.isArray(content) ? content : []), ...others];
  if (parts.length === 0) {
    message.refusal = editText(text, edits);
    return true;
  }
  let from = 0;
  for (const part of parts) from = redactPart(part, edits, from);
  return true;
}

/** @returns where in the message's text the next part begins */
function redactPart(part: ContentPart, edits: readonly Edit[], from: number): number {
  const field = part.text === undefined ? 'refusal' : 'text';
  const text = part[field];
  if (text === undefined) return from;
  part[field] = editText(text, edits, from);
  return from + text.length;
}

// What names a call, and what refers to it.
const KEPT = /^(?:type|role|status|name|toolName|id|call_?id|tool_?(?:call|use)_?id)$/i;

/**
 * Replaces every value that is exactly the text, wherever a dialect keeps the arguments of a call, also
 * inside arguments that are written as JSON.
 */
function redactInside(given: unknown, change: TextEdits): boolean {
  if (typeof given !== 'object' || given === null) return false;
  let isFound = false;
  for (const [key, value] of Object.entries(given)) {
    if (!Array.isArray(given) && KEPT.test(key) && typeof value === 'string') continue;
    const replaced = redactValue(value, change);
    if (replaced === undefined) continue;
    isFound = true;
    Object.assign(given, { [key]: replaced });
  }
  return isFound;
}

/** @returns the value with its replacement; undefined if there is nothing to replace */
function redactValue(value: unknown, change: TextEdits): unknown {
  if (typeof value === 'object') return redactInside(value, change) ? value : undefined;
  if (String(value) === change.text) return editText(change.text, change.edits);
  const json = typeof value === 'string' ? readJson(value) : undefined;
  return redactInside(json, change) ? JSON.stringify(json) : undefined;
}

function readJson(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
