import type { GuardRequest, GuardResult } from '../types.ts';

/** A tool call of a stream, collected until it is complete. */
export interface Call {
  name: string;
  /** Its arguments as the model wrote them. */
  text: string;
  /** What goes out instead; undefined if nothing is replaced. */
  redacted: string | undefined;
}

export function createCall(): Call {
  return { name: '', text: '', redacted: undefined };
}

/** How a call is checked: texts and numbers in JSON one by one, other arguments as one text. */
export function requestOfCall({
  name,
  text,
}: Call): Pick<GuardRequest, 'stage' | 'toolCalls' | 'text'> {
  if (!hasMembers(text)) return { stage: 'tool-call', text };
  const call = {
    type: 'function' as const,
    function: { name: name || 'unknown', arguments: text },
  };
  return { stage: 'tool-call', toolCalls: [call] };
}

/** Takes over what a check replaced in the arguments. */
export function settleCall(call: Call, { text, toolCalls, replacements }: GuardResult): void {
  if (replacements.length === 0) return;
  const [checked] = toolCalls ?? [];
  const redacted = checked === undefined ? text : argumentsOf(checked);
  if (typeof redacted === 'string') call.redacted = redacted;
}

function argumentsOf(call: object): unknown {
  return 'function' in call ? Object(call.function).arguments : undefined;
}

/** Whether arguments are JSON with something in it to look at. */
function hasMembers(text: string): boolean {
  try {
    return hasLeaf(JSON.parse(text));
  } catch {
    return false;
  }
}

function hasLeaf(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'number') return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasLeaf);
}
