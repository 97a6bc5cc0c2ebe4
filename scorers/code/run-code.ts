import * as z from 'zod';
import { failed, type Outcome, scored } from '../outcome.ts';
import type { SampleView } from '../sample.ts';
import { createWork, type Work, WorkExceeded } from '../work.ts';
import { type Form, LINES_BEFORE, sourceOf } from './code-source.ts';
import { findSyntaxFault, placeIn, type Ran, run, type SyntaxFault } from './quickjs.ts';

/** Code that is JavaScript, in the form that it is, or what is wrong with it. */
export type Read = { form: Form } | { fault: string };

/** Reads code as an expression, or else as the body of a function. */
export function readCode(code: string, work: Work): Read {
  const spend = (steps: number) => work.spend(steps, 'reading `code`');
  try {
    const expression = findSyntaxFault(sourceOf(code, 'expression'), spend);
    if (expression === undefined) return { form: 'expression' };
    const body = findSyntaxFault(sourceOf(code, 'body'), spend);
    if (body === undefined) return { form: 'body' };
    // The form that it was meant in is the one that reads further.
    return { fault: told(isLater(expression, body) ? expression : body, code) };
  } catch (cause) {
    if (!isTooDeep(cause)) throw cause;
    return { fault: 'is nested too deeply' };
  }
}

function isLater(a: SyntaxFault, b: SyntaxFault): boolean {
  return a.line === b.line ? a.column > b.column : a.line > b.line;
}

function told({ message, line, column }: SyntaxFault, code: string): string {
  const lines = code.split('\n');
  const last = (lines.at(-1) ?? '').length + 1;
  const own = line - LINES_BEFORE;
  // What is missing at the end shows only in what follows the code.
  if (own > lines.length) {
    return `is not JavaScript: it ends too soon, at line ${lines.length}, column ${last}`;
  }
  return `is not JavaScript: ${message}, at line ${own}, column ${column}`;
}

/** Runs code over a sample. @throws WorkExceeded */
export function runCode(
  { code, maxSteps }: { code: string; maxSteps: number },
  form: Form,
  sample: SampleView,
  work: Work,
): Outcome {
  const own = createWork(maxSteps, work);
  const spend = (steps: number) => own.spend(steps, 'running `code`');
  try {
    const { references: _, ...fields } = sample;
    return outcomeOf(run(sourceOf(code, form), JSON.stringify(fields), spend));
  } catch (cause) {
    if (cause instanceof WorkExceeded || !isTooDeep(cause)) throw cause;
    return failed('code_failed', 'The code, or a value that it reads, is nested too deeply.');
  }
}

/** The stack of the host ended first, or the engine gave up. */
function isTooDeep(cause: unknown): boolean {
  return cause instanceof RangeError || cause instanceof WebAssembly.RuntimeError;
}

const Answer = z.union([
  z.tuple([z.literal('boolean'), z.boolean()]),
  z.tuple([z.literal('number'), z.string()]),
  z.tuple([
    z.literal('result'),
    z.object({
      pass: z.boolean().nullable(),
      score: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ]),
  z.tuple([z.literal('unfit'), z.string()]),
  z.tuple([z.literal('threw'), z.string(), z.string()]),
]);

function outcomeOf(ran: Ran): Outcome {
  if ('fault' in ran) {
    return failed(
      'code_failed',
      ran.fault === 'pending'
        ? 'The code returned a promise that never settles: nothing is left to run.'
        : 'The code used up its memory or its stack, and left none to say how.',
    );
  }
  const answer = Answer.safeParse(parsed(ran.answer));
  if (!answer.success) {
    return failed('code_failed', 'The code changed how values become JSON, such as by `toJSON`.');
  }
  switch (answer.data[0]) {
    case 'boolean':
      return scored(answer.data[1] ? 1 : 0, `The code returned ${answer.data[1]}.`);
    case 'number':
      return scoreOf(answer.data[1], null);
    case 'result':
      return resultOf(answer.data[1]);
    case 'unfit':
      return failed('code_failed', `The code returned ${answer.data[1]}. ${WANTED}`);
    case 'threw':
      return failed('code_failed', thrown(answer.data[1], answer.data[2]));
  }
}

const WANTED =
  'Return a boolean, a number from 0 to 1, or an object with `pass`, `score` and `reason`.';

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

interface Result {
  pass: boolean | null;
  score: string | null;
  reason: string | null;
}

function resultOf({ pass, score, reason }: Result): Outcome {
  if (pass === null) return scoreOf(score ?? '', reason);
  const raw = Number(score);
  const said = reason?.trim() ? reason : `The code returned ${pass ? 'a pass' : 'a failure'}.`;
  return scored(pass ? 1 : 0, said, score !== null && Number.isFinite(raw) ? { raw } : {});
}

function scoreOf(text: string, reason: string | null): Outcome {
  const value = Number(text);
  if (!(value >= 0 && value <= 1)) {
    return failed('code_failed', `The code returned the number ${text}. ${WANTED}`);
  }
  return scored(value, reason?.trim() ? reason : `The code returned ${text}.`);
}

function thrown(message: string, stack: string): string {
  const place = placeIn(stack);
  if (/^InternalError: out of memory/.test(message)) {
    return 'The code needs more memory than the 32 MiB that it can use.';
  }
  const at = place ? `, at line ${place.line - LINES_BEFORE}, column ${place.column}` : '';
  return `The code threw ${message}${at}.`;
}
