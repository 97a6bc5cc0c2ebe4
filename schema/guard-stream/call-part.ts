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
}: Pick<Call, 'name' | 'text'>): Pick<GuardRequest, 'stage' | 'toolCalls' | 'text'> {
  if (!hasMembers(text)) return { stage: 'tool-call', text };
  const call = {
    type: 'function' as const,
    function: { name: name || 'unknown', arguments: text },
  };
  return { stage: 'tool-call', toolCalls: [call] };
}

/** The arguments as a check redacted them; undefined if it replaced nothing. */
export function redactedCall({ text, toolCalls, replacements }: GuardResult): string | undefined {
  if (replacements.length === 0) return undefined;
  const [checked] = toolCalls ?? [];
  const redacted = checked === undefined ? text : argumentsOf(checked);
  return typeof redacted === 'string' ? redacted : undefined;
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
