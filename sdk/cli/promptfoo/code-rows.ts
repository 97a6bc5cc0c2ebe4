import { NotImported, type WantedScorer } from '../importing/case.ts';
import { type Condition, type Language, type Operator, readCondition } from './condition.ts';
import { mapOwnCode } from './own-code.ts';
import { jsRegexAsRe2, literalPattern, SPACE } from './regex.ts';
import { type Assertion, type Mapped, type Rows, textOf } from './row.ts';

const LONGEST_TEXT = 400;
const SCORERS = 'contains, starts-with, ends-with, regex, length, all and any';

/** Code as scorers, where it is one line that asks for what they ask for; or else JavaScript as it is. */
export const CODE_ROWS: Rows = {
  javascript: {
    scorer: `${SCORERS} for a condition on text and length; javascript for other code`,
    map: javascript,
  },
  python: {
    scorer: `${SCORERS}, if it is a condition on text and length`,
    map: (given) => code(given, 'python'),
  },
};

function javascript(given: Assertion): Mapped {
  if (given.code === undefined) return code(given, 'javascript');
  if (given.code.file === undefined) {
    try {
      return code(given, 'javascript');
    } catch (cause) {
      if (!(cause instanceof NotImported)) throw cause;
    }
  }
  return mapOwnCode(given.code, {
    threshold: given.threshold,
    isNegated: given.isNegated,
    isWeighed: given.code.isWeighed,
  });
}

function code(given: Assertion, language: Language): Mapped {
  if (given.threshold !== undefined) {
    throw new NotImported('Code is not run, and a threshold applies to its result.');
  }
  const condition = readCondition(textOf(given), language);
  const differs = [...new Set(partsOf(condition).flatMap((part) => differenceOf(part) ?? []))];
  return {
    ...scorerOf(condition),
    ...(differs.length > 0 && { differs: differs.join(' ') }),
  };
}

function scorerOf(condition: Condition): WantedScorer {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return {
        settings: { scorer: condition.kind === 'and' ? 'all' : 'any' },
        // Scorers side by side have names of their own.
        inner: condition.parts.map(scorerOf).map(({ settings, ...rest }, i) => ({
          ...rest,
          settings: { ...settings, as: `${settings.scorer}-${i + 1}` },
        })),
      };
    case 'not': {
      const { settings, ...rest } = scorerOf(condition.part);
      const { negate = false, ...others } = settings;
      return { ...rest, settings: negate ? others : { ...others, negate: true } };
    }
    case 'length':
      return lengthOf(condition.operator, condition.count);
    case 'matches': {
      const pattern = jsRegexAsRe2(condition.pattern);
      const params = { pattern, ...(condition.ignoresCase && { caseSensitive: false }) };
      return { settings: { scorer: 'regex', params } };
    }
    default:
      return textScorer(condition);
  }
}

function textScorer({
  kind,
  subject: { isLower, isTrimmed },
  text,
}: Extract<Condition, { text: string }>): WantedScorer {
  if (text.length > LONGEST_TEXT) {
    throw new NotImported(`A text in code can have up to ${LONGEST_TEXT} characters.`);
  }
  const isNever = (isLower && text !== text.toLowerCase()) || (isTrimmed && text !== text.trim());
  if (isNever) throw new NotImported('The output is compared with a text that it can never equal.');
  if (kind === 'equals') {
    if (isLower) throw new NotImported('Case-insensitive equality is not imported from code.');
    const space = isTrimmed ? `${SPACE}*` : '';
    const pattern = `${space}${literalPattern(text)}${space}`;
    return { settings: { scorer: 'regex', params: { pattern, mode: 'full' } } };
  }
  if (text === '') throw new NotImported('Every output contains the empty text.');
  if (kind === 'includes') {
    return { settings: { scorer: isLower ? 'icontains' : 'contains' }, values: [text] };
  }
  const params = { ...(isLower && { caseSensitive: false }), ...(isTrimmed && { trim: true }) };
  const scorer = kind === 'starts' ? 'starts-with' : 'ends-with';
  return {
    settings: { scorer, ...(Object.keys(params).length > 0 && { params }) },
    values: [text],
  };
}

function lengthOf(operator: Operator, count: number): WantedScorer {
  const bounds = {
    '<': { max: count - 1 },
    '<=': { max: count },
    '>': { min: count + 1 },
    '>=': { min: count },
    '==': { min: count, max: count },
    '!=': { min: count, max: count },
  }[operator];
  if (Object.values(bounds).some((bound) => bound < 0 || !Number.isSafeInteger(bound))) {
    throw new NotImported('No output can have that length.');
  }
  const negated = operator === '!=' ? { negate: true } : {};
  return { settings: { scorer: 'length', params: { unit: 'characters', ...bounds }, ...negated } };
}

/** A condition and all it is made of. */
function partsOf(condition: Condition): Condition[] {
  if (condition.kind === 'not') return partsOf(condition.part);
  if (condition.kind === 'and' || condition.kind === 'or') return condition.parts.flatMap(partsOf);
  return [condition];
}

function differenceOf(condition: Condition): string | undefined {
  if (condition.kind === 'length') {
    return 'Characters are counted as grapheme clusters: an emoji is one.';
  }
  const foldsCase = condition.kind === 'matches' && condition.ignoresCase;
  return foldsCase ? 'Case folding of other scripts follows RE2.' : undefined;
}
