import { pointerSteps } from '@assay/schema/json-pointer.ts';
import { type Edit, editText } from '@assay/schema/text-edits.ts';
import type { ContentPart, GuardRequest, Message, ResponseItem } from '@assay/schema/types.ts';
import { redactValues } from './redact-values.ts';

/** What was sent and comes back with its redactions. */
export type Redactable = Pick<
  GuardRequest,
  'text' | 'input' | 'messages' | 'toolCalls' | 'contexts'
>;

/** What of a request comes back. */
export function redactable({
  text,
  input,
  messages,
  toolCalls,
  contexts,
}: GuardRequest): Redactable {
  return {
    ...(text === undefined ? {} : { text }),
    ...(input === undefined ? {} : { input }),
    ...(messages === undefined ? {} : { messages }),
    ...(toolCalls === undefined ? {} : { toolCalls }),
    ...(contexts === undefined ? {} : { contexts }),
  };
}

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
  const inside = new Map<object, [pointer: string, change: TextEdits][]>();
  for (const [pointer, change] of changes) {
    const steps = pointerSteps(pointer);
    const item = itemAt(redacted, steps);
    if (item !== undefined) inside.set(item, [...(inside.get(item) ?? []), [pointer, change]]);
    else if (!redactAt(redacted, steps, change)) missed.push(pointer);
  }
  // All that an item has inside is replaced at once, as its texts may be equal.
  for (const [item, found] of inside) {
    const edited = new Map(found.map(([, { text, edits }]) => [text, editText(text, edits)]));
    const replaced = redactValues(item, edited);
    missed.push(...found.flatMap(([pointer, { text }]) => (replaced.has(text) ? [] : [pointer])));
  }
  return { redacted, missed };
}

/** The call, or the message with a call or a result, inside of which a pointer points. */
function itemAt({ toolCalls, messages }: Redactable, [field, at, place]: string[]) {
  if (field === 'toolCalls') return toolCalls?.[Number(at)];
  if (field === 'messages' && place !== 'content') return messages?.[Number(at)];
  return undefined;
}

function redactAt(given: Redactable, [field, at = '']: string[], change: TextEdits) {
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
  const message = field === 'messages' ? given.messages?.[i] : undefined;
  return message !== undefined && redactContent(message, change);
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
