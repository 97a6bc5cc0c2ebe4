import { NotImported } from '../importing/case.ts';
import { splitList } from './list-text.ts';
import { jsRegexAsRe2, literalPattern, SPACE, WORD } from './regex.ts';
import {
  type Assertion,
  isRecord,
  type Mapped,
  type Rows,
  shareOf,
  textOf,
  textsOf,
  thresholdOf,
} from './row.ts';

const MOST_VALUES = 200;
const LONGEST_VALUE = 1_000;
/** What `regex` counts up to. */
const MOST_MATCHES = 999;

/** Texts, numbers and lengths. */
export const TEXT_ROWS: Rows = {
  equals: { scorer: 'exact-match; json-match for lists and objects', map: equals },
  contains: { scorer: 'contains', map: (given) => contains('contains', single(given)) },
  icontains: { scorer: 'icontains', map: (given) => contains('icontains', single(given)) },
  'contains-any': { scorer: 'contains-any', map: (given) => contains('contains-any', list(given)) },
  'contains-all': {
    scorer: 'contains-all',
    isGraded: true,
    map: (given) => contains('contains-all', list(given)),
  },
  'icontains-any': {
    scorer: 'icontains-any',
    map: (given) => contains('icontains-any', list(given)),
  },
  'icontains-all': {
    scorer: 'icontains-all',
    isGraded: true,
    map: (given) => contains('icontains-all', list(given)),
  },
  'starts-with': {
    scorer: 'starts-with',
    map: (given) => contains('starts-with', [textOf(given)]),
  },
  regex: {
    scorer: 'regex',
    map: (given) => ({
      settings: { scorer: 'regex', params: { pattern: jsRegexAsRe2(textOf(given)) } },
    }),
  },
  'word-count': { scorer: 'regex that counts runs without white space', map: wordCount },
  levenshtein: {
    scorer: 'levenshtein with maxEdits',
    isGraded: true,
    map: (given) => ({
      settings: {
        scorer: 'levenshtein',
        params: { maxEdits: editsOf(given) },
        threshold: 1,
      },
      sample: { expected: textOf(given) },
    }),
  },
  bleu: {
    scorer: 'bleu',
    differs: 'N-gram orders without a match count slightly less than in promptfoo.',
    map: (given) => ({
      settings: {
        scorer: 'bleu',
        params: { tokenize: 'none', lowercase: true, smoothing: 'floor', smoothValue: 1e-7 },
        ...shareOf(given, 0.5),
      },
      sample: { expected: textsOf(given) },
    }),
  },
  gleu: {
    scorer: 'gleu',
    differs: 'promptfoo ignores full stops at the end of words.',
    map: (given) => ({
      settings: { scorer: 'gleu', params: { lowercase: true }, ...shareOf(given, 0.5) },
      sample: { expected: textsOf(given) },
    }),
  },
  'rouge-n': {
    scorer: 'rouge-n',
    differs: 'promptfoo counts punctuation as words; Assay tokenizes like rouge_score.',
    map: (given) => ({
      settings: { scorer: 'rouge-n', ...shareOf(given, 0.75) },
      sample: { expected: textOf(given) },
    }),
  },
  meteor: {
    scorer: 'meteor',
    differs: 'Assay does not match synonyms (WordNet), so some texts score lower.',
    map: (given) => ({
      settings: { scorer: 'meteor', ...shareOf(given, 0.5) },
      sample: { expected: textsOf(given) },
    }),
  },
  latency: {
    scorer: 'latency',
    isGraded: true,
    map: (given) => ({
      settings: { scorer: 'latency', params: { maxMs: thresholdOf(given, 0.001) }, threshold: 1 },
    }),
  },
  cost: {
    scorer: 'cost',
    isGraded: true,
    map: (given) => ({
      settings: { scorer: 'cost', params: { maxUsd: thresholdOf(given) }, threshold: 1 },
    }),
  },
  perplexity: {
    scorer: 'perplexity',
    isGraded: true,
    map: (given) => perplexity(given, thresholdOf(given)),
  },
  'perplexity-score': {
    scorer: 'perplexity, the threshold t as 1 / t − 1',
    differs: 'The same outputs pass and fail; the value is 1 up to that perplexity.',
    isGraded: true,
    map: (given) => perplexity(given, 1 / thresholdOf(given) - 1),
  },
  'finish-reason': {
    scorer: 'finish-reason',
    map: (given) => ({
      settings: { scorer: 'finish-reason', params: { allowed: [shortOf(textOf(given))] } },
    }),
  },
};

function editsOf(given: Assertion): number {
  const edits = given.threshold === undefined ? 5 : Math.floor(thresholdOf(given));
  return Math.min(edits, Number.MAX_SAFE_INTEGER);
}

function equals({ value }: Assertion): Mapped {
  if (value === undefined) throw new NotImported('equals needs a value.');
  if (value === null) {
    return { settings: { scorer: 'json-schema', params: { schema: { const: null } } } };
  }
  if (typeof value === 'object') {
    if (Object.keys(value).length === 0) {
      return { settings: { scorer: 'json-schema', params: { schema: { const: value } } } };
    }
    return {
      settings: { scorer: 'json-match', params: { aggregate: 'all' } },
      sample: { expected: value },
    };
  }
  const text = String(value);
  return {
    settings: { scorer: 'exact-match', params: { unicode: 'none' } },
    sample: { expected: text },
    ...(text.length <= LONGEST_VALUE / 2 && {
      otherwise: {
        settings: { scorer: 'regex', params: { pattern: literalPattern(text), mode: 'full' } },
      },
    }),
  };
}

function shortOf(reason: string): string {
  if (reason !== '' && reason.length <= 128) return reason;
  throw new NotImported('A finish reason must have 1 to 128 characters.');
}

function contains(scorer: string, values: string[]): Mapped {
  if (values.length === 0 || values.length > MOST_VALUES) {
    throw new NotImported(`It supports 1 to ${MOST_VALUES} texts, not ${values.length}.`);
  }
  if (values.some((text) => text.length > LONGEST_VALUE || text === '')) {
    throw new NotImported(`A text to look for must have 1 to ${LONGEST_VALUE} characters.`);
  }
  return { settings: { scorer }, values };
}

function single({ type, value }: Assertion): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  throw new NotImported(`${type} needs a text or a number as its value.`);
}

function list({ type, value }: Assertion): string[] {
  if (typeof value === 'string') return splitList(value);
  if (Array.isArray(value)) return value.map(String);
  throw new NotImported(`${type} needs a list as its value.`);
}

function wordCount({ value }: Assertion): Mapped {
  const [min, max] = isRecord(value) ? [value.min, value.max] : [value, value];
  const least = wholeNumber(min);
  const most = wholeNumber(max);
  if (most === undefined && (least ?? 0) === 0) {
    throw new NotImported('word-count needs a number, or `min` and `max`.');
  }
  const pattern = `${WORD}+`;
  if (most === 0) {
    return { settings: { scorer: 'regex', params: { pattern: `${SPACE}*`, mode: 'full' } } };
  }
  if ((least ?? 0) > MOST_MATCHES || (most ?? 0) > MOST_MATCHES) {
    return {
      settings: {
        scorer: 'length',
        params: {
          unit: 'words',
          ...(least !== undefined && { min: least }),
          ...(most !== undefined && { max: most }),
        },
      },
      differs: 'Above 999, words are counted by the Unicode rules.',
    };
  }
  // An output without a word has none to match: `at most` lets it pass, so it is asked the other way.
  if ((least ?? 0) === 0) {
    const tooMany = { pattern, minMatches: (most ?? 0) + 1 };
    return { settings: { scorer: 'regex', params: tooMany, negate: true } };
  }
  return {
    settings: {
      scorer: 'regex',
      params: { pattern, minMatches: least ?? 1, ...(most !== undefined && { maxMatches: most }) },
    },
  };
}

function wholeNumber(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
  throw new NotImported('The number of words must be a whole number.');
}

function perplexity({ type }: Assertion, max: number): Mapped {
  if (!(max >= 1 && Number.isFinite(max))) {
    throw new NotImported(`With this threshold ${type} passes every text, or none.`);
  }
  return { settings: { scorer: 'perplexity', params: { max }, threshold: 1 } };
}
