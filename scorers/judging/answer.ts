import type { JsonObject } from '@assay/schema/types.ts';
import { lazyPattern } from '../lazy-pattern.ts';
import { coerce, foldKey } from './coerce.ts';
import type { Completed } from './judge.ts';
import { type LooseObject, readLooseObject } from './loose-json.ts';
import { namesKey, type QuotedData } from './quoted-data.ts';
import { ID, type Shape } from './shape.ts';
import { afterThinking, endsThinking } from './thinking.ts';

/** What was read from a judge's text. */
export type Reading =
  | { ok: true; answer: JsonObject; object: LooseObject; text: string }
  | { ok: false; problem: string; why: 'unreadable' | 'empty' | 'cut off' | 'copied' };

/** What an answer is held to. */
export interface Expected {
  shape: Shape;
  /** The marker that only the judge was told. */
  marker: string;
  data: QuotedData;
}

type Said = Pick<Completed, 'text' | 'reasoningText' | 'finish'>;

const LONGEST = 60_000;
const MOST_OBJECTS = 60;

/**
 * Reads a judge's answer: one JSON object, which proves to be the judge's own and ends the answer.
 *
 * An object that carries the marker of the call is the judge's own: whoever wrote the data did not
 * know it. What stands before it is passed over. An object with another marker never counts. One
 * without a marker, as models write that follow no form, counts only where it is all that the judge
 * says and cannot be a quotation: nothing else in the answer looks like a verdict, its reasoning does
 * not stand in the data, and where the data names a field of the answer as a key there is not a word
 * beside it. Contradictions are no answer.
 *
 * @returns the answer with where it stands, or what was wrong with the text, to be told to the judge
 */
export function readAnswer({ text, reasoningText, finish }: Said, expected: Expected): Reading {
  const isElsewhere = text.trim() === '' && (reasoningText ?? '').trim() !== '';
  // Servers that take the thinking out of the text may take the whole answer for thinking.
  const said = isElsewhere ? (reasoningText ?? '') : text;
  if (said.length > LONGEST) return unreadable('It is far too long.');
  const spoken = afterThinking(said, expected.data.endsThinking);
  const reading = spoken === null ? unreadable(NEVER_ENDS) : readSpoken(spoken, expected);
  const isWhole = reading.ok && isAllOf(reading, spoken ?? '', expected.marker);
  if (finish === 'length' && !isWhole) return CUT_OFF;
  if (isElsewhere && !isWhole) return EMPTY;
  return reading;
}

const NEVER_ENDS = 'It ends within its thinking.';
const CUT_OFF: Reading = {
  ok: false,
  why: 'cut off',
  problem: 'It was cut off at its limit of tokens, before the answer was complete.',
};

const EMPTY: Reading = { ok: false, why: 'empty', problem: 'It is empty.' };

function unreadable(problem: string): Reading {
  return { ok: false, why: 'unreadable', problem };
}

function copied(problem: string): Reading {
  return { ok: false, why: 'copied', problem };
}

/** Whether nothing but the object was said, or the object is signed and the last thing said. */
function isAllOf({ object }: { object: LooseObject }, spoken: string, marker: string): boolean {
  const isLast = unfenced(spoken.slice(object.end)) === '';
  return isLast && (isSigned(object, marker) || unfenced(spoken.slice(0, object.start)) === '');
}

function readSpoken(spoken: string, { shape, marker, data }: Expected): Reading {
  if (spoken.trim() === '') return EMPTY;
  const objects = looseObjects(spoken);
  const signed = objects.flatMap((object) => signedIn(object, spoken, marker));
  if (signed.length > 0) return readSigned(spoken, signed, { shape, marker, data });
  if (objects.length === 0) return unreadable(NO_OBJECT);
  if (objects.some(({ value }) => idOf(value) !== '')) {
    return copied(`Its "${ID}" is not the marker of this task.`);
  }
  return readUnsigned(spoken, objects, { shape, marker, data });
}

const NO_OBJECT = 'It holds no complete JSON object.';
const SEVERAL = 'It holds several verdicts that differ.';
const COPIED = 'It repeats what stands in the data. Judge by yourself, in words of your own.';

function readSigned(
  spoken: string,
  signed: readonly LooseObject[],
  { shape, data }: Expected,
): Reading {
  const last = signed.at(-1);
  if (last === undefined) return unreadable(NO_OBJECT);
  const after = spoken.slice(last.end);
  if (after.includes('{') || namesKey(after, namesOf(shape))) {
    return unreadable('Something that may be another verdict follows the verdict.');
  }
  const reading = readAlike(spoken, signed, shape);
  if (!reading.ok) return reading;
  if (forgesEnd(reading.object, spoken, data)) return copied(COPIED);
  if (!data.namesFields) return reading;
  const { reasoning } = reading.answer;
  if (endsInData(reading.object, spoken, data)) return copied(COPIED);
  return repeats(reasoning, data) ? copied(COPIED) : reading;
}

function readUnsigned(
  spoken: string,
  objects: readonly LooseObject[],
  { shape, marker, data }: Expected,
): Reading {
  if (endsThinking(spoken)) return unreadable('Only its thinking can hold a mark that ends it.');
  const fitting = objects.filter(({ value }) => namesField(value, shape));
  const [first] = fitting;
  const last = fitting.at(-1);
  if (first === undefined || last === undefined) return fit(spoken, objects.at(-1), shape);
  const reading = readAlike(spoken, fitting, shape);
  if (!reading.ok) return reading;
  const beside = fitting.reduceRight(
    (rest, { start, end }) => `${rest.slice(0, start)}\n${rest.slice(end)}`,
    spoken,
  );
  const isClear =
    !namesKey(beside, namesOf(shape)) && !beside.toLowerCase().includes(marker.toLowerCase());
  if (!isClear) return unreadable('Something else in it looks like a verdict.');
  if (forgesEnd(reading.object, spoken, data)) return copied(COPIED);
  const { reasoning } = reading.answer;
  // In another form than JSON it is a verdict too: YAML, XML, a list.
  if (repeats(reasoning, data)) return copied(COPIED);
  if (!data.namesFields) return reading;
  if (typeof reasoning !== 'string' || data.holds(reasoning)) return copied(COPIED);
  if (endsInData(reading.object, spoken, data)) return copied(COPIED);
  if (unfenced(beside) !== '') return copied('There is more in it than the JSON object.');
  return reading;
}

/**
 * Whether an object ends as the data does somewhere: the judge quoted a text without escaping it,
 * which closed the judge's own string, and the object with it.
 */
function endsInData({ start, end }: LooseObject, spoken: string, data: QuotedData): boolean {
  return data.holdsEndOf(spoken.slice(start, end));
}

function forgesEnd({ start, end }: LooseObject, spoken: string, data: QuotedData): boolean {
  return data.forgesEndIn(spoken.slice(start, end));
}

/** Whether a reasoning is one that the data gives, or too long to stand in it by chance. */
function repeats(reasoning: unknown, data: QuotedData): boolean {
  if (typeof reasoning !== 'string' || reasoning.trim() === '') return false;
  return data.holds(`reasoning ${reasoning}`) || (isLong(reasoning) && data.holds(reasoning));
}

/** Whether a text is too long to stand in the data by chance. */
function isLong(text: unknown): text is string {
  return typeof text === 'string' && (text.trim().split(/\s+/).length > 3 || UNSPACED().test(text));
}

const UNSPACED = lazyPattern(
  String.raw`[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]{8}`,
  'u',
);

function namesOf({ fields }: Shape): string[] {
  return [ID, 'reasoning', ...fields];
}

function namesField(value: Record<string, unknown>, { fields }: Shape): boolean {
  const names = new Set(fields.map(foldKey));
  return Object.keys(value).some((key) => names.has(foldKey(key)));
}

/** The answer of objects that all must say the same. */
function readAlike(spoken: string, objects: readonly LooseObject[], shape: Shape): Reading {
  const readings = objects.map((object) => fit(spoken, object, shape));
  const answers = new Set(
    readings.flatMap((each) => (each.ok ? [JSON.stringify(each.answer)] : [])),
  );
  if (answers.size > 1) return unreadable(SEVERAL);
  const last = readings.at(-1) ?? unreadable(NO_OBJECT);
  const isMixed = answers.size > 0 && readings.some((each) => !each.ok);
  return isMixed && last.ok ? unreadable(SEVERAL) : last;
}

function fit(spoken: string, object: LooseObject | undefined, { json, schema }: Shape): Reading {
  if (object === undefined) return unreadable(NO_OBJECT);
  if (object.isContradictory) return unreadable('It gives one field two values.');
  const parsed = schema.safeParse(coerce(object.value, json));
  if (parsed.success) return { ok: true, answer: parsed.data, object, text: spoken };
  const problems = parsed.error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.map(String).join('.') || 'the object'}: ${message}`);
  return unreadable(`It does not have the form asked for: ${problems.join('; ')}.`);
}

function isSigned({ value }: LooseObject, marker: string): boolean {
  // Small models copy the mark of the fence, brackets and all, or lose the hyphen.
  return lettersOf(idOf(value)).replace(/^data(?=.{8})/, '') === lettersOf(marker);
}

/** An object that is signed, or the signed ones that it wraps, as in `{"verdict":{…}}`. */
function signedIn(object: LooseObject, spoken: string, marker: string): LooseObject[] {
  if (isSigned(object, marker)) return [object];
  return [...object.spans.values()].flatMap(([start]) => {
    const inner = spoken[start] === '{' ? readLooseObject(spoken, start) : undefined;
    return inner && isSigned(inner, marker) ? [inner] : [];
  });
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function idOf(value: Record<string, unknown>): string {
  const key = Object.keys(value).find((each) => each.trim().toLowerCase() === ID) ?? ID;
  const id = value[key];
  return id === undefined || id === null ? '' : String(id).trim().toLowerCase();
}

/** A text without code fences and the brackets of a list of one. */
function unfenced(text: string): string {
  return text
    .replace(/```\w*/g, '')
    .replace(/^\s*\[\s*|\s*\]\s*$/g, '')
    .trim();
}

/** The outermost JSON objects of a text, in order. */
function looseObjects(text: string): LooseObject[] {
  const found: LooseObject[] = [];
  let from = text.search(BEGINNING);
  // Each beginning is tried once; a text of nothing else must not cost their square.
  for (let tries = 0; from !== -1 && tries < MOST_OBJECTS; tries += 1) {
    const object = readLooseObject(text, from);
    if (object) found.push(object);
    const next = object?.end ?? from + 1;
    const distance = text.slice(next).search(BEGINNING);
    from = distance === -1 ? -1 : next + distance;
  }
  return found;
}

/** How an object begins, and not what LaTeX puts in braces: a key, a comment, or its end. */
const BEGINNING = /\{(?=\s*(?:["'“/}]|[A-Za-z_]\w{0,60}\s*:))/;
