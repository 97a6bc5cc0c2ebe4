import type { z } from 'zod';

/** What was read from a judge's text. */
export type Reading<Answer> = { ok: true; answer: Answer } | { ok: false; problem: string };

const LONGEST = 60_000;

/**
 * Reads a judge's answer: a JSON object, alone or among other things. Thinking is left out, code
 * fences and chatter are passed over. Two different objects that would both do are no answer: one
 * of them may be quoted from what is judged.
 *
 * @returns the answer, or what was wrong with the text, to be told to the judge
 */
export function readAnswer<Answer>(text: string, schema: z.ZodType<Answer>): Reading<Answer> {
  if (text.length > LONGEST) return { ok: false, problem: 'It is far too long.' };
  const reading = readObjects(withoutThinking(text), schema);
  const close = [...text.matchAll(THINKING_CLOSE)].at(-1);
  if (reading.ok || close === undefined) return reading;
  // Some servers leave the opening tag in the prompt and send the closing one alone.
  const after = readObjects(text.slice(close.index + close[0].length), schema);
  return after.ok ? after : reading;
}

const THINKING_OPEN = /^\s*<(think|thinking|thought|reasoning)>/i;
const THINKING_CLOSE = /<\/(?:think|thinking|thought|reasoning)>/gi;

/** The text after the thinking it begins with. Thinking that was never closed was cut off. */
function withoutThinking(text: string): string {
  const [open, name = ''] = THINKING_OPEN.exec(text) ?? [];
  if (open === undefined) return text;
  const close = `</${name}>`;
  const end = text.toLowerCase().indexOf(close.toLowerCase());
  return end === -1 ? '' : withoutThinking(text.slice(end + close.length));
}

function readObjects<Answer>(text: string, schema: z.ZodType<Answer>): Reading<Answer> {
  const candidates = jsonObjects(text);
  if (candidates.length === 0) return { ok: false, problem: 'It holds no complete JSON object.' };

  const readings = candidates.map((candidate) => schema.safeParse(candidate));
  const fitting = new Map<string, Answer>();
  for (const { success, data } of readings) {
    if (success) fitting.set(JSON.stringify(data), data);
  }
  const [first, second] = fitting.values();
  if (second !== undefined) {
    return { ok: false, problem: 'It holds several different JSON objects that fit the schema.' };
  }
  if (first !== undefined) return { ok: true, answer: first };
  const issues = readings.at(-1)?.error?.issues ?? [];
  const problems = issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.map(String).join('.') || 'the object'}: ${message}`);
  return { ok: false, problem: `It does not fit the schema: ${problems.join('; ')}.` };
}

/** The outermost JSON objects of a text, in order. */
function jsonObjects(text: string): unknown[] {
  const found: unknown[] = [];
  let from = text.indexOf('{');
  // Each opening brace is tried once; a text of nothing but braces must not cost their square.
  for (let tries = 0; from !== -1 && tries < 60; tries += 1) {
    const end = endOfObject(text, from);
    const value = end === -1 ? undefined : parse(text.slice(from, end));
    if (value !== undefined) found.push(value);
    from = text.indexOf('{', value === undefined ? from + 1 : end);
  }
  return found;
}

/** The index after the brace that closes the one at `start`; -1 when none does. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  let inString = false;
  for (let i = start; i < text.length; i += 1) {
    const character = text[i];
    if (inString) {
      if (character === '\\') i += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) return i + 1;
    }
  }
  return -1;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A comma before a closing bracket is the commonest slip of small models.
    try {
      return JSON.parse(text.replace(/,(\s*[}\]])/g, '$1'));
    } catch {
      return undefined;
    }
  }
}
