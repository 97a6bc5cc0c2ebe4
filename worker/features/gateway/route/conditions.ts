import type { PipelineCondition, PipelineTest } from '@assay/schema/types.ts';
import { asDetected, detectLanguage } from '@assay/scorers/text/detect-language.ts';
import type { Work } from '@assay/scorers/work.ts';
import type { Recognised } from './intent.ts';
import { isInTime } from './local-time.ts';
import { isFound } from './patterns.ts';
import type { RequestView } from './request-view.ts';

/** Whether something holds, and what shows it, without values that a header may keep secret. */
export interface Finding {
  isMatch: boolean;
  because: string;
}

/** What conditions are evaluated with. */
export interface Evaluating {
  view: RequestView;
  atMs: number;
  work: Work;
  /** Recognises the intent once per request. @throws Undecided */
  intent(): Promise<Recognised>;
}

/**
 * Whether all of a condition holds. What costs least is looked at first; the first part that does not hold
 * decides.
 *
 * @throws Undecided if that cannot be said
 */
export async function evaluate(when: PipelineCondition, given: Evaluating): Promise<Finding> {
  const found: string[] = [];
  for (const part of PARTS) {
    for (const finding of await part(when, given)) {
      if (!finding.isMatch) return finding;
      found.push(finding.because);
    }
  }
  return { isMatch: true, because: found.join('; ') || 'it has no condition' };
}

type Part = (
  when: PipelineCondition,
  given: Evaluating,
) => Iterable<Finding> | Promise<Iterable<Finding>>;

const PARTS: readonly Part[] = [
  ({ tools }, { view }) => (tools === undefined ? [] : [ofTools(tools, view.tools)]),
  ({ characters }, { view }) =>
    characters === undefined ? [] : [ofCharacters(characters, view.characters)],
  ({ time }, { atMs }) => (time === undefined ? [] : [ofTime(time, atMs)]),
  ({ metadata }, { view, work }) =>
    testsOf('metadata', metadata, (name) => view.metadata.get(name), work),
  ({ headers }, { view, work }) =>
    testsOf('headers', headers, (name) => view.headers.get(name) ?? undefined, work),
  ({ language }, { view }) =>
    language === undefined ? [] : [ofLanguage(language, view.lastUserText)],
  async ({ intent }, given) =>
    intent === undefined ? [] : [ofIntent(intent, await given.intent())],
];

function ofTools(wanted: boolean | string[], offered: readonly string[]): Finding {
  if (typeof wanted === 'boolean') {
    const isOffering = offered.length > 0;
    const because = isOffering ? 'the request offers tools' : 'the request offers no tools';
    return { isMatch: isOffering === wanted, because };
  }
  const found = wanted.find((name) => offered.includes(name));
  return found === undefined
    ? { isMatch: false, because: `the request offers none of the tools ${wanted.join(', ')}` }
    : { isMatch: true, because: `the request offers the tool ${found}` };
}

function ofCharacters(
  { min = 0, max = Number.POSITIVE_INFINITY }: { min?: number; max?: number },
  count: number,
): Finding {
  const because = `the messages have ${count.toLocaleString('en')} characters`;
  return { isMatch: count >= min && count <= max, because };
}

function ofTime(time: NonNullable<PipelineCondition['time']>, atMs: number): Finding {
  const { isIn, clock } = isInTime(atMs, time);
  return { isMatch: isIn, because: `it is ${clock}` };
}

function* testsOf(
  field: string,
  tests: Record<string, PipelineTest> = {},
  read: (name: string) => string | undefined,
  work: Work,
): Generator<Finding> {
  for (const [name, test] of Object.entries(tests)) {
    const value = read(name);
    const place = `\`${field}.${name}\``;
    if ('exists' in test) {
      const isThere = value !== undefined;
      const because = `${place} is ${isThere ? 'there' : 'missing'}`;
      yield { isMatch: isThere === test.exists, because };
    } else if (value === undefined) {
      yield { isMatch: false, because: `${place} is missing` };
    } else {
      const isMatch = 'in' in test ? test.in.includes(value) : isFound(test.pattern, value, work);
      yield { isMatch, because: `${place} ${isMatch ? 'matches' : 'does not match'}` };
    }
  }
}

function ofLanguage(wanted: readonly string[], text: string): Finding {
  const [likeliest] = detectLanguage(text);
  if (likeliest === undefined) {
    const because = 'the language of the last user message cannot be detected';
    return { isMatch: false, because };
  }
  const { language } = likeliest;
  const isMatch = wanted.some((tag) => asDetected(tag) === language);
  return { isMatch, because: `the last user message is in ${language}` };
}

function ofIntent(wanted: readonly string[], { name, certainty }: Recognised): Finding {
  const near = certainty === null ? '' : ` (similarity ${certainty.toFixed(3)})`;
  if (name === null) return { isMatch: false, because: `no intent was recognised${near}` };
  return { isMatch: wanted.includes(name), because: `the intent is ${name}${near}` };
}
