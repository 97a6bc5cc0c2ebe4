// Made by `npm run docs` from scorers/registry.ts.
import type { JsonValue } from '@assay/schema/types.ts';
import type { ScorerReference } from './scorer-reference.ts';

/** What every judge scorer takes. */
export interface JudgeDials {
  /** The judge, as `provider/model`. Defaults to the judge of the deployment. */
  model?: string;
  /** Fallback judges, in order, used if the first cannot answer. */
  fallback?: Array<string>;
  /** Several judges instead of one; each is called `samples` times. */
  jury?: Array<string>;
  /** Number of calls of each judge (self-consistency). `1` when left out. */
  samples?: number;
  /** How votes are combined: their mean, or the majority. `"mean"` when left out. */
  combine?: "mean" | "majority";
  /** Weights the levels by their token probabilities (G-Eval). If the judge returns no probabilities, or the scorer has no levels, the judge is called 5 times instead of once, with a warning. `false` when left out. */
  logprobs?: boolean;
  /** Abstain if the agreement of the votes is below this number. With `{ risk, confidence }`, abstain below the threshold that a calibration guarantees; without one, always. */
  abstainBelow?: number | {
    /** Allowed share of wrong verdicts among those that are kept. */
    risk: number;
    /** Probability with which that holds, such as 0.9. */
    confidence: number;
  };
  /** Call a cheap judge first, and more expensive ones only if it is not confident. */
  cascade?: {
    /** Judges to call next, one at a time, in this order. */
    models: Array<string>;
    /** The next judge is called only while the confidence is below this. */
    confidence: number;
  };
  /** Defaults to 0, or to 0.7 if a judge is called several times. */
  temperature?: number;
  /** Seed of the first vote; later votes count up from it. For models that support seeds. */
  seed?: number;
  /** Maximum tokens of an answer, including thinking. Defaults to 4,096, and to 16,384 in the retry of an answer that was cut off. */
  maxOutputTokens?: number;
  /** `use` reads and writes the answer cache, `refresh` calls the judge again and overwrites the cached answer, `off` bypasses the cache. `"use"` when left out. */
  cache?: "use" | "refresh" | "off";
}

/** The parameters of each scorer, by id and by alias. */
export interface ScorerParams {
  /** Whether the output equals the expected text, after optional normalisation. Passes from 1. */
  "exact-match": {
    /** Ignore white space at both ends. `false` when left out. */
    trim?: boolean;
    /** Whether case matters. `true` when left out. */
    caseSensitive?: boolean;
    /** Whether punctuation counts. `true` when left out. */
    punctuation?: boolean;
    /** What counts as punctuation: ASCII signs, as in SQuAD, or the punctuation of all scripts. `"ascii"` when left out. */
    punctuationOf?: "ascii" | "unicode";
    /** Whether the articles a, an and the count. `true` when left out. */
    articles?: boolean;
    /** Whether white space is compared exactly; false replaces every run of it with one space. `true` when left out. */
    whitespace?: boolean;
    /** Unicode normalisation form; NFKC also replaces ﬁ and full-width letters with ordinary ones. `"NFC"` when left out. */
    unicode?: "none" | "NFC" | "NFKC";
  };
  /** `exact-match`. */
  equals: ScorerParams["exact-match"];
  /** `exact-match`. */
  "string-check": ScorerParams["exact-match"];
  /** Whether the output contains given texts: all, any or none of them. Passes from 1. */
  contains: {
    /** The texts to look for. Defaults to the expected texts of the sample. */
    values?: Array<string>;
    /** Whether case matters. `true` when left out. */
    caseSensitive?: boolean;
    /** How many of the texts must occur. `"all"` when left out. */
    mode?: "all" | "any" | "none";
  };
  /** `contains` with `{"caseSensitive":false}`. */
  icontains: ScorerParams["contains"];
  /** `contains` with `{"mode":"any"}`. */
  "contains-any": ScorerParams["contains"];
  /** `contains` with `{"mode":"all"}`. */
  "contains-all": ScorerParams["contains"];
  /** `contains` with `{"mode":"any","caseSensitive":false}`. */
  "icontains-any": ScorerParams["contains"];
  /** `contains` with `{"mode":"all","caseSensitive":false}`. */
  "icontains-all": ScorerParams["contains"];
  /** `contains`. */
  "string-presence": ScorerParams["contains"];
  /** `contains` with `{"caseSensitive":false}`. */
  includes: ScorerParams["contains"];
  /** `contains` with `{"mode":"none","caseSensitive":false}`. */
  excludes: ScorerParams["contains"];
  /** `contains` with `{"mode":"none"}`. */
  "ban-substrings": ScorerParams["contains"];
  /** Whether the output starts with a given text. Passes from 1. */
  "starts-with": {
    /** The texts to look for. Defaults to the expected texts of the sample. */
    values?: Array<string>;
    /** Whether case matters. `true` when left out. */
    caseSensitive?: boolean;
    /** Ignore white space at both ends of the output. `false` when left out. */
    trim?: boolean;
  };
  /** Whether the output ends with a given text. Passes from 1. */
  "ends-with": {
    /** The texts to look for. Defaults to the expected texts of the sample. */
    values?: Array<string>;
    /** Whether case matters. `true` when left out. */
    caseSensitive?: boolean;
    /** Ignore white space at both ends of the output. `false` when left out. */
    trim?: boolean;
  };
  /** Whether the output matches a regular expression (RE2 syntax, linear time). Passes from 1. */
  regex: {
    /** The regular expression, in RE2 syntax. */
    pattern: string;
    /** Whether the pattern can match anywhere, or must match the whole output. `"search"` when left out. */
    mode?: "search" | "full";
    /** Whether case matters. `true` when left out. */
    caseSensitive?: boolean;
    /** Let ^ and $ match at line ends. `false` when left out. */
    multiline?: boolean;
    /** Let . match line breaks. `false` when left out. */
    dotAll?: boolean;
    /** Minimum number of matches, in mode search. `1` when left out. */
    minMatches?: number;
    /** Maximum number of matches, in mode search. */
    maxMatches?: number;
  };
  /** `regex` with `{"mode":"full"}`. */
  "pattern-match": ScorerParams["regex"];
  /** `regex`. */
  matches: ScorerParams["regex"];
  /** `regex`. */
  "regex-match": ScorerParams["regex"];
  /** `regex`. */
  "matches-regex": ScorerParams["regex"];
  /** Whether the output is one of a closed list of answers. Passes from 1. */
  "one-of": {
    /** The texts to look for. Defaults to the expected texts of the sample. */
    values?: Array<string>;
    /** Whether case matters. `true` when left out. */
    caseSensitive?: boolean;
  };
  /** `one-of`. */
  enum: ScorerParams["one-of"];
  /** `one-of`. */
  "one-of-labels": ScorerParams["one-of"];
  /** Whether the length of the output is within bounds, in characters, words, sentences or tokens. Passes from 1. */
  length: {
    /** The unit to count. `"characters"` when left out. */
    unit?: "characters" | "words" | "sentences" | "tokens";
    /** Minimum length. */
    min?: number;
    /** Maximum length. */
    max?: number;
  };
  /** `length` with `{"unit":"words"}`. */
  "word-count": ScorerParams["length"];
  /** `length`. */
  "response-length": ScorerParams["length"];
  /** `length` with `{"unit":"tokens"}`. */
  "token-limit": ScorerParams["length"];
  /** `length` with `{"unit":"characters"}`. */
  "character-count": ScorerParams["length"];
  /** How close the number in the output is to the expected number. Passes from 1. */
  "numeric-diff": {
    /** Absolute tolerance, in the unit of the numbers. `0` when left out. */
    absoluteTolerance?: number;
    /** Relative tolerance, as a share of the expected number. `0` when left out. */
    relativeTolerance?: number;
    /** Language tag (BCP 47) of the texts, which decides how 1.234 and 1,234 are read. */
    locale?: string;
  };
  /** Whether the answer is mathematically equal to the expected one, in any notation. Passes from 1. */
  "math-equivalence": {
    /** Relative tolerance for numbers with decimals. `0.000001` when left out. */
    relativeTolerance?: number;
    /** Whether the order of a list without brackets matters, such as 1, 2. `true` when left out. */
    ordered?: boolean;
  };
  /** `math-equivalence`. */
  "math-verify": ScorerParams["math-equivalence"];
  /** `math-equivalence`. */
  "is-equiv": ScorerParams["math-equivalence"];
  /** `math-equivalence`. */
  math: ScorerParams["math-equivalence"];
  /** How well the list in the output covers the expected list, in any order. Passes from 0.8. */
  "list-contains": {
    /** Whether additional items are allowed without penalty. `false` when left out. */
    allowExtra?: boolean;
    /** How two items are compared: by edit distance, or for equality. `"similarity"` when left out. */
    compare?: "similarity" | "exact";
    /** Whether case matters. `true` when left out. */
    caseSensitive?: boolean;
  };
  /** Share of the keywords that the output contains as whole words. Passes from 0.8. */
  "keyword-coverage": {
    /** The texts to look for. Defaults to the expected texts of the sample. */
    values?: Array<string>;
    /** Whether case matters. `false` when left out. */
    caseSensitive?: boolean;
  };
  /** Edit distance between the output and the expected text, as a similarity. Passes from 0.8. */
  levenshtein: {
    /** Whether case matters. `true` when left out. */
    caseSensitive?: boolean;
    /** Maximum number of edits for which the value is 1, regardless of length; beyond it, the value is this number divided by the edits. */
    maxEdits?: number;
  };
  /** `levenshtein`. */
  "non-llm-string-similarity": ScorerParams["levenshtein"];
  /** `levenshtein`. */
  "levenshtein-distance": ScorerParams["levenshtein"];
  /** Edit distance with transpositions between the output and the expected text, as a similarity. Passes from 0.8. */
  "damerau-levenshtein": {
    /** Whether case matters. `true` when left out. */
    caseSensitive?: boolean;
  };
  /** Similarity of short texts such as names, by matching characters and a common prefix. Passes from 0.9. */
  "jaro-winkler": {
    /** Whether case matters. `true` when left out. */
    caseSensitive?: boolean;
    /** How much each character of a common prefix raises the value; 0 for Jaro. `0.1` when left out. */
    prefixScale?: number;
  };
  /** `jaro-winkler` with `{"prefixScale":0}`. */
  jaro: ScorerParams["jaro-winkler"];
  /** Wrong, missing and extra words of a transcription, per expected word. Passes from 0.9. */
  "word-error-rate": {
    /** Whether case matters. `true` when left out. */
    caseSensitive?: boolean;
    /** Whether punctuation counts; false ignores punctuation of all scripts. `true` when left out. */
    punctuation?: boolean;
    /** Words separated by spaces, or segmented by Unicode rules and dictionaries. `"spaces"` when left out. */
    tokenize?: "spaces" | "unicode";
  };
  /** `word-error-rate`. */
  wer: ScorerParams["word-error-rate"];
  /** Wrong, missing and extra characters of a transcription, per expected character. Passes from 0.9. */
  "character-error-rate": {
    /** Whether case matters. `true` when left out. */
    caseSensitive?: boolean;
    /** Whether punctuation counts; false ignores punctuation of all scripts. `true` when left out. */
    punctuation?: boolean;
  };
  /** `character-error-rate`. */
  cer: ScorerParams["character-error-rate"];
  /** Overlap of the words of the output and the expected text (SQuAD F1). Passes from 0.5. */
  "token-f1": {
    /** Words separated by spaces, or segmented by Unicode rules and dictionaries. `"squad"` when left out. */
    tokenize?: "squad" | "unicode";
  };
  /** `token-f1`. */
  "squad-f1": ScorerParams["token-f1"];
  /** `token-f1`. */
  f1: ScorerParams["token-f1"];
  /** BLEU of the output against one or more expected texts, compatible with sacrebleu. Passes from 0.5. */
  bleu: {
    /** Tokenizer. `none` splits at spaces; `13a` (Western languages), `intl`, `zh` (Chinese characters) and `char` are sacrebleu's; `unicode` finds words in any script and drops punctuation. `"13a"` when left out. */
    tokenize?: "none" | "13a" | "intl" | "zh" | "char" | "unicode";
    /** Whether case is ignored. `false` when left out. */
    lowercase?: boolean;
    /** Length of the longest n-grams, in tokens. `4` when left out. */
    maxOrder?: number;
    /** Smoothing of n-gram orders without a match. `"exp"` when left out. */
    smoothing?: "none" | "floor" | "add-k" | "exp";
    /** The floor (default 0.1) or k (default 1) of the smoothing. */
    smoothValue?: number;
    /** Whether n-gram orders longer than the output are skipped. Unless given they are of one sample, and not of a batch. */
    effectiveOrder?: boolean;
  };
  /** `bleu`. */
  "bleu-score": ScorerParams["bleu"];
  /** `bleu`. */
  sacrebleu: ScorerParams["bleu"];
  /** `bleu`. */
  "sentence-bleu": ScorerParams["bleu"];
  /** The minimum of n-gram precision and recall: a BLEU for single sentences. Passes from 0.5. */
  gleu: {
    /** Tokenizer. `none` splits at spaces; `13a` (Western languages), `intl`, `zh` (Chinese characters) and `char` are sacrebleu's; `unicode` finds words in any script and drops punctuation. `"none"` when left out. */
    tokenize?: "none" | "13a" | "intl" | "zh" | "char" | "unicode";
    /** Whether case is ignored. `false` when left out. */
    lowercase?: boolean;
    /** Length of the shortest n-grams, in tokens. `1` when left out. */
    minOrder?: number;
    /** Length of the longest n-grams, in tokens. `4` when left out. */
    maxOrder?: number;
  };
  /** `gleu`. */
  "google-bleu": ScorerParams["gleu"];
  /** `gleu`. */
  "gleu-score": ScorerParams["gleu"];
  /** `gleu`. */
  "sentence-gleu": ScorerParams["gleu"];
  /** Character n-gram F-score against one or more expected texts; also chrF++. Passes from 0.5. */
  chrf: {
    /** Length of the longest character n-grams. `6` when left out. */
    charOrder?: number;
    /** Length of the longest word n-grams; 2 is chrF++. `0` when left out. */
    wordOrder?: number;
    /** Weight of recall relative to precision. `2` when left out. */
    beta?: number;
    /** Whether case is ignored. `false` when left out. */
    lowercase?: boolean;
    /** Whether spaces are ignored. `true` when left out. */
    removeWhitespace?: boolean;
    /** Whether orders without n-grams count as 0, as in chrF++.py and nltk. `false` when left out. */
    epsSmoothing?: boolean;
  };
  /** `chrf` with `{"wordOrder":2}`. */
  "chrf++": ScorerParams["chrf"];
  /** `chrf` with `{"wordOrder":2}`. */
  chrfpp: ScorerParams["chrf"];
  /** `chrf`. */
  "chrf-score": ScorerParams["chrf"];
  /** Edits and shifts that turn the output into the expected text, per word of it. Passes from 0.5. */
  ter: {
    /** Whether punctuation is separated from words. `false` when left out. */
    normalized?: boolean;
    /** Whether punctuation is removed. `false` when left out. */
    noPunct?: boolean;
    /** Whether `normalized` and `noPunct` handle Chinese and Japanese. `false` when left out. */
    asianSupport?: boolean;
    /** Whether case matters. `false` when left out. */
    caseSensitive?: boolean;
  };
  /** `ter`. */
  "translation-edit-rate": ScorerParams["ter"];
  /** Overlap of n-grams between the output and the expected text. Passes from 0.75. */
  "rouge-n": {
    /** Number of tokens in an n-gram. `1` when left out. */
    n?: number;
    /** The value: precision (share of the output that is in the expected text), recall (the reverse), or F1. `"fmeasure"` when left out. */
    measure?: "fmeasure" | "precision" | "recall";
    /** Whether English words of more than three letters are stemmed. `false` when left out. */
    useStemmer?: boolean;
    /** `ascii` keeps only a to z and 0 to 9; `unicode` finds words in any script. `"ascii"` when left out. */
    tokenize?: "ascii" | "unicode";
  };
  /** `rouge-n` with `{"n":1}`. */
  "rouge-1": ScorerParams["rouge-n"];
  /** `rouge-n` with `{"n":2}`. */
  "rouge-2": ScorerParams["rouge-n"];
  /** `rouge-n` with `{"n":3}`. */
  "rouge-3": ScorerParams["rouge-n"];
  /** `rouge-n` with `{"n":4}`. */
  "rouge-4": ScorerParams["rouge-n"];
  /** `rouge-n` with `{"n":5}`. */
  "rouge-5": ScorerParams["rouge-n"];
  /** Longest common subsequence of words of the output and the expected text. Passes from 0.75. */
  "rouge-l": {
    /** The value: precision (share of the output that is in the expected text), recall (the reverse), or F1. `"fmeasure"` when left out. */
    measure?: "fmeasure" | "precision" | "recall";
    /** Whether English words of more than three letters are stemmed. `false` when left out. */
    useStemmer?: boolean;
    /** `ascii` keeps only a to z and 0 to 9; `unicode` finds words in any script. `"ascii"` when left out. */
    tokenize?: "ascii" | "unicode";
  };
  /** `rouge-l`. */
  "rouge-score": ScorerParams["rouge-l"];
  /** ROUGE-L line by line, for summaries with one sentence per line. Passes from 0.75. */
  "rouge-lsum": {
    /** The value: precision (share of the output that is in the expected text), recall (the reverse), or F1. `"fmeasure"` when left out. */
    measure?: "fmeasure" | "precision" | "recall";
    /** Whether English words of more than three letters are stemmed. `false` when left out. */
    useStemmer?: boolean;
    /** `ascii` keeps only a to z and 0 to 9; `unicode` finds words in any script. `"ascii"` when left out. */
    tokenize?: "ascii" | "unicode";
  };
  /** METEOR with exact words and Porter stems, without the synonym stage (WordNet). Passes from 0.5. */
  meteor: {
    /** Weight of recall relative to precision. `0.9` when left out. */
    alpha?: number;
    /** Exponent of the penalty for fragmented matches. `3` when left out. */
    beta?: number;
    /** Maximum penalty for fragmented matches. `0.5` when left out. */
    gamma?: number;
    /** Tokenizer. `none` splits at spaces; `13a` (Western languages), `intl`, `zh` (Chinese characters) and `char` are sacrebleu's; `unicode` finds words in any script and drops punctuation. `"none"` when left out. */
    tokenize?: "none" | "13a" | "intl" | "zh" | "char" | "unicode";
  };
  /** `meteor`. */
  "meteor-score": ScorerParams["meteor"];
  /** Share of the output’s quotations that occur in the contexts. Passes from 1. */
  "quoted-spans": {
    /** Minimum length of a quotation, in characters. `10` when left out. */
    minLength?: number;
    /** Whether case matters. `false` when left out. */
    caseSensitive?: boolean;
  };
  /** `quoted-spans`. */
  "quoted-spans-alignment": ScorerParams["quoted-spans"];
  /** How easy an English text is to read: Flesch reading ease or Flesch-Kincaid grade. Passes from 0.6. */
  readability: {
    /** The formula. `"flesch-reading-ease"` when left out. */
    formula?: "flesch-reading-ease" | "flesch-kincaid-grade";
    /** Lowest accepted US school grade; -4 accepts any. For the grade formula. `-4` when left out. */
    minGrade?: number;
    /** Highest accepted US school grade. For the grade formula. `9` when left out. */
    maxGrade?: number;
  };
  /** `readability` with `{"formula":"flesch-reading-ease"}`. */
  "flesch-reading-ease": ScorerParams["readability"];
  /** `readability` with `{"formula":"flesch-reading-ease"}`. */
  flesch: ScorerParams["readability"];
  /** `readability` with `{"formula":"flesch-kincaid-grade"}`. */
  "flesch-kincaid": ScorerParams["readability"];
  /** `readability` with `{"formula":"flesch-kincaid-grade"}`. */
  "flesch-kincaid-grade": ScorerParams["readability"];
  /** Whether the output is in the expected language, or in that of the input. Passes from 1. */
  language: {
    /** Expected language as ISO 639-1 or 639-3, such as `de` or `deu`. Defaults to that of the input. */
    language?: string;
  };
  /** `language`. */
  "language-detection": ScorerParams["language"];
  /** `language`. */
  "language-same": ScorerParams["language"];
  /** `language`. */
  "is-language": ScorerParams["language"];
  /** Whether the output repeats itself or ends in a loop. Passes from 0.8. */
  repetition: {
    /** Words in an n-gram. `4` when left out. */
    n?: number;
    /** Number of repetitions at the end that counts as a loop. `4` when left out. */
    minRepeats?: number;
  };
  /** `repetition`. */
  "seq-rep-n": ScorerParams["repetition"];
  /** `repetition`. */
  "degenerate-loop": ScorerParams["repetition"];
  /** Whether the model stopped for an allowed reason. Passes from 1. */
  "finish-reason": {
    /** The accepted finish reasons. `["stop","end_turn","stop_sequence","tool_calls","tool_call","tool_use","function_call","complete","completed","eos","eos_token"]` when left out. */
    allowed?: Array<string>;
  };
  /** Whether the model answered within a time limit. Passes from 1. */
  latency: {
    /** Maximum latency, in milliseconds. `5000` when left out. */
    maxMs?: number;
  };
  /** Whether the cost of the answer is within a limit. Passes from 1. */
  cost: {
    /** Maximum cost, in US dollars. */
    maxUsd: number;
  };
  /** How confident the model was in its tokens, from their log probabilities. Passes from 0.5. */
  perplexity: {
    /** Maximum perplexity for which the value is 1. */
    max?: number;
  };
  /** Whether the output is, or contains,  JSON, optionally matching a JSON Schema. Passes from 1. */
  "json-valid": {
    /** Where to look for JSON: `strict`, the whole output; `fenced`, the whole output or a code fence; `anywhere`, also an object or list inside other text. `"strict"` when left out. */
    mode?: "strict" | "fenced" | "anywhere";
    /** Whether JSON that is neither a list nor an object is accepted. `true` when left out. */
    scalars?: boolean;
    /** JSON Schema that the JSON must match. */
    schema?: boolean | JsonValue;
    /** Draft of the schema. Defaults to that of `$schema`, or else to 2020-12. */
    draft?: "7" | "2020-12" | "2019-09";
    /** How `format` is treated: ignored, as in JSON Schema, or (`assert`) the value must have that format, as with ajv-formats. `"annotate"` when left out. */
    formats?: "annotate" | "assert";
  };
  /** `json-valid`. */
  "is-json": ScorerParams["json-valid"];
  /** `json-valid` with `{"mode":"anywhere"}`. */
  "contains-json": ScorerParams["json-valid"];
  /** `json-valid` with `{"scalars":false}`. */
  "valid-json": ScorerParams["json-valid"];
  /** `json-valid`. */
  "json-correctness": ScorerParams["json-valid"];
  /** Whether the output is JSON that matches a JSON Schema. Passes from 1. */
  "json-schema": {
    /** The JSON Schema: an object, or true or false. */
    schema: boolean | JsonValue;
    /** Draft of the schema. Defaults to that of `$schema`, or else to 2020-12. */
    draft?: "7" | "2020-12" | "2019-09";
    /** How `format` is treated: ignored, as in JSON Schema, or (`assert`) the value must have that format, as with ajv-formats. `"annotate"` when left out. */
    formats?: "annotate" | "assert";
    /** Where to look for JSON: `strict`, the whole output; `fenced`, the whole output or a code fence; `anywhere`, also an object or list inside other text. `"strict"` when left out. */
    mode?: "strict" | "fenced" | "anywhere";
  };
  /** `json-schema`. */
  "matches-json-schema": ScorerParams["json-schema"];
  /** Compares the output’s JSON with the expected JSON key by key, with a method per key. Passes from 1. */
  "json-match": {
    /** How to compare a key: `exact`, or a scorer by name or with its settings. `{}` when left out. */
    keys?: { [key: string]: ScorerReference };
    /** How to compare all other keys. `"exact"` when left out. */
    default?: ScorerReference;
    /** The weighted mean, the minimum, or 1 if all keys pass and 0 otherwise. `"mean"` when left out. */
    aggregate?: "mean" | "min" | "all";
    /** Weight of a key in the mean. Defaults to 1. `{}` when left out. */
    weights?: { [key: string]: number };
    /** Whether unexpected keys count as 0 or are ignored. `"count"` when left out. */
    extraKeys?: "count" | "ignore";
    /** Keys to ignore. `[]` when left out. */
    exclude?: Array<string>;
    /** How lists are compared: item by item, in any order, or (`subset`) whether they contain each expected item. If a scorer compares the items, lists are compared by position. `"position"` when left out. */
    lists?: "position" | "any-order" | "subset";
    /** Where to look for JSON: `strict`, the whole output; `fenced`, the whole output or a code fence; `anywhere`, also an object or list inside other text. `"strict"` when left out. */
    mode?: "strict" | "fenced" | "anywhere";
  };
  /** `json-match`. */
  "create-json-match-evaluator": ScorerParams["json-match"];
  /** Similarity of the output’s JSON and the expected JSON, value by value. Passes from 0.8. */
  "json-diff": {
    /** Where to look for JSON: `strict`, the whole output; `fenced`, the whole output or a code fence; `anywhere`, also an object or list inside other text. `"strict"` when left out. */
    mode?: "strict" | "fenced" | "anywhere";
  };
  /** Whether the output is, or contains,  well-formed XML, optionally with certain elements. Passes from 1. */
  xml: {
    /** `strict`: the whole output is one document; `anywhere`: the text contains an element. `"strict"` when left out. */
    mode?: "strict" | "anywhere";
    /** Paths of names from the root, such as `analysis.class`. Each must exist. `[]` when left out. */
    requiredElements?: Array<string>;
  };
  /** `xml`. */
  "is-xml": ScorerParams["xml"];
  /** `xml` with `{"mode":"anywhere"}`. */
  "contains-xml": ScorerParams["xml"];
  /** Whether the output is, or contains,  HTML, optionally with certain elements. Passes from 1. */
  html: {
    /** `strict`: the whole output is HTML; `anywhere`: the text contains HTML. `"strict"` when left out. */
    mode?: "strict" | "anywhere";
    /** Selectors such as `table > thead` or `a[href]`. Each must match an element. `[]` when left out. */
    selectors?: Array<string>;
    /** Maximum number of parse errors. Defaults to any number. A missing doctype does not count. */
    maxParseErrors?: number;
  };
  /** `html`. */
  "is-html": ScorerParams["html"];
  /** `html` with `{"mode":"anywhere"}`. */
  "contains-html": ScorerParams["html"];
  /** Whether the output is, or contains, SQL, optionally of allowed kinds, tables and columns. Passes from 1. */
  sql: {
    /** The SQL dialect. `"postgresql"` when left out. */
    dialect?: "postgresql" | "mysql" | "sqlite" | "bigquery" | "snowflake" | "tsql";
    /** `strict`: the whole output is SQL; `anywhere`: SQL in a code fence, or from a keyword on. `"strict"` when left out. */
    mode?: "strict" | "anywhere";
    /** Allowed kinds of statement. Defaults to any. */
    allowedStatements?: Array<"select" | "insert" | "update" | "delete" | "merge" | "truncate" | "create" | "alter" | "drop" | "grant" | "copy" | "call" | "explain" | "set" | "show" | "transaction" | "other">;
    /** Allowed tables, such as `users` or `shop.orders`, ignoring case. Defaults to any. */
    allowedTables?: Array<string>;
    /** Allowed columns: `name` of any table, `users.name`, `users.*`, or `*`, ignoring case. Defaults to any. */
    allowedColumns?: Array<string>;
    /** The result for text that starts like a statement but that the grammar of its dialect cannot parse: no value, or 0. Does not apply to PostgreSQL. `"abstain"` when left out. */
    unread?: "abstain" | "fail";
  };
  /** `sql`. */
  "is-sql": ScorerParams["sql"];
  /** `sql` with `{"mode":"anywhere"}`. */
  "contains-sql": ScorerParams["sql"];
  /** Whether a Markdown answer has the required headings, code blocks, tables and links. Passes from 1. */
  "markdown-structure": {
    /** Required headings, in this order; others can appear between them. */
    requiredHeadings?: Array<string>;
    /** Check that a heading is at most one level deeper than the previous one. `true` when left out. */
    headingLevels?: boolean;
    /** Maximum heading level; 0 allows no headings. */
    maxHeadingLevel?: number;
    /** Check that fenced code blocks are closed and name their language. `true` when left out. */
    codeLanguages?: boolean;
    /** Check that tables have a delimiter row, and that all rows have as many cells as the header. `true` when left out. */
    tables?: boolean;
    /** Minimum number of tables. */
    minTables?: number;
    /** Minimum number of fenced code blocks. */
    minCodeBlocks?: number;
    /** Minimum number of links. */
    minLinks?: number;
    /** Maximum number of links. */
    maxLinks?: number;
    /** Minimum number of list items. */
    minListItems?: number;
  };
  /** Share of relevant documents among the first k retrieved. Passes from 0.5. */
  "precision-at-k": {
    /** Only the first k documents count. Defaults to all. */
    k?: number;
    /** The ranking: the order of `contexts`, or their `score`, highest first, with ties broken by descending id as in trec_eval. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** Minimum gain of a relevant reference context. Defaults to any gain above 0. */
    relevanceLevel?: number;
  };
  /** `precision-at-k`. */
  "precision@k": ScorerParams["precision-at-k"];
  /** `precision-at-k`. */
  "p@k": ScorerParams["precision-at-k"];
  /** `precision-at-k`. */
  "retrieval-precision": ScorerParams["precision-at-k"];
  /** `precision-at-k`. */
  "id-based-context-precision": ScorerParams["precision-at-k"];
  /** Share of the relevant documents that are among the first k retrieved. Passes from 0.5. */
  "recall-at-k": {
    /** Only the first k documents count. Defaults to all. */
    k?: number;
    /** The ranking: the order of `contexts`, or their `score`, highest first, with ties broken by descending id as in trec_eval. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** Minimum gain of a relevant reference context. Defaults to any gain above 0. */
    relevanceLevel?: number;
  };
  /** `recall-at-k`. */
  "recall@k": ScorerParams["recall-at-k"];
  /** `recall-at-k`. */
  "r@k": ScorerParams["recall-at-k"];
  /** `recall-at-k`. */
  "retrieval-recall": ScorerParams["recall-at-k"];
  /** `recall-at-k`. */
  "id-based-context-recall": ScorerParams["recall-at-k"];
  /** F-score (precision and recall combined) of the first k retrieved documents. Passes from 0.5. */
  "f-at-k": {
    /** Only the first k documents count. Defaults to all. */
    k?: number;
    /** Weight of recall relative to precision. `1` when left out. */
    beta?: number;
    /** The ranking: the order of `contexts`, or their `score`, highest first, with ties broken by descending id as in trec_eval. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** Minimum gain of a relevant reference context. Defaults to any gain above 0. */
    relevanceLevel?: number;
  };
  /** `f-at-k`. */
  "f@k": ScorerParams["f-at-k"];
  /** `f-at-k`. */
  "f1@k": ScorerParams["f-at-k"];
  /** `f-at-k`. */
  "f1-at-k": ScorerParams["f-at-k"];
  /** `f-at-k`. */
  "retrieval-f1": ScorerParams["f-at-k"];
  /** Share of relevant documents among the first R, where R is the number of relevant documents. Passes from 0.5. */
  "r-precision": {
    /** The ranking: the order of `contexts`, or their `score`, highest first, with ties broken by descending id as in trec_eval. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** Minimum gain of a relevant reference context. Defaults to any gain above 0. */
    relevanceLevel?: number;
  };
  /** `r-precision`. */
  rprec: ScorerParams["r-precision"];
  /** Whether the first k documents contain a relevant one. Passes from 1. */
  "hit-rate": {
    /** Only the first k documents count. Defaults to all. */
    k?: number;
    /** The ranking: the order of `contexts`, or their `score`, highest first, with ties broken by descending id as in trec_eval. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** Minimum gain of a relevant reference context. Defaults to any gain above 0. */
    relevanceLevel?: number;
  };
  /** `hit-rate`. */
  "hit-rate@k": ScorerParams["hit-rate"];
  /** `hit-rate`. */
  "hit@k": ScorerParams["hit-rate"];
  /** `hit-rate`. */
  "hits@k": ScorerParams["hit-rate"];
  /** `hit-rate`. */
  "success@k": ScorerParams["hit-rate"];
  /** `hit-rate`. */
  "success-at-k": ScorerParams["hit-rate"];
  /** Reciprocal rank of the first relevant document. Passes from 0.5. */
  mrr: {
    /** Only the first k documents count. Defaults to all. */
    k?: number;
    /** The ranking: the order of `contexts`, or their `score`, highest first, with ties broken by descending id as in trec_eval. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** Minimum gain of a relevant reference context. Defaults to any gain above 0. */
    relevanceLevel?: number;
  };
  /** `mrr`. */
  "mrr@k": ScorerParams["mrr"];
  /** `mrr`. */
  "reciprocal-rank": ScorerParams["mrr"];
  /** `mrr`. */
  "recip-rank": ScorerParams["mrr"];
  /** `mrr`. */
  "mean-reciprocal-rank": ScorerParams["mrr"];
  /** Average precision: the mean of the precision at each relevant document. Passes from 0.5. */
  map: {
    /** Only the first k documents count. Defaults to all. */
    k?: number;
    /** The ranking: the order of `contexts`, or their `score`, highest first, with ties broken by descending id as in trec_eval. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** Minimum gain of a relevant reference context. Defaults to any gain above 0. */
    relevanceLevel?: number;
  };
  /** `map`. */
  "map@k": ScorerParams["map"];
  /** `map`. */
  "average-precision": ScorerParams["map"];
  /** `map`. */
  "mean-average-precision": ScorerParams["map"];
  /** How rarely documents that are judged irrelevant rank above relevant ones. Passes from 0.5. */
  bpref: {
    /** The ranking: the order of `contexts`, or their `score`, highest first, with ties broken by descending id as in trec_eval. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** Minimum gain of a relevant reference context. Defaults to any gain above 0. */
    relevanceLevel?: number;
  };
  /** `bpref`. */
  "binary-preference": ScorerParams["bpref"];
  /** Gain of the retrieved documents, discounted by rank, relative to the best ranking. Passes from 0.5. */
  ndcg: {
    /** Only the first k documents count. Defaults to all. */
    k?: number;
    /** The ranking: the order of `contexts`, or their `score`, highest first, with ties broken by descending id as in trec_eval. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** Whether a gain counts unchanged, or as 2^gain − 1. `"linear"` when left out. */
    gain?: "linear" | "exponential";
  };
  /** `ndcg`. */
  "ndcg@k": ScorerParams["ndcg"];
  /** `ndcg`. */
  "ndcg-cut": ScorerParams["ndcg"];
  /** `ndcg`. */
  "normalized-discounted-cumulative-gain": ScorerParams["ndcg"];
  /** Gain of the retrieved documents, discounted by rank. Only measures. */
  dcg: {
    /** Only the first k documents count. Defaults to all. */
    k?: number;
    /** The ranking: the order of `contexts`, or their `score`, highest first, with ties broken by descending id as in trec_eval. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** Whether a gain counts unchanged, or as 2^gain − 1. `"linear"` when left out. */
    gain?: "linear" | "exponential";
    /** The highest gain of the scale. Defaults to the highest gain of the reference contexts. */
    maxGain?: number;
  };
  /** `dcg`. */
  "dcg@k": ScorerParams["dcg"];
  /** `dcg`. */
  "discounted-cumulative-gain": ScorerParams["dcg"];
  /** Rank-biased precision: the rate at which a reader with a given persistence finds relevant documents. Only measures. */
  rbp: {
    /** Persistence p: the probability of reading the next document. `0.8` when left out. */
    persistence?: number;
    /** The ranking: the order of `contexts`, or their `score`, highest first, with ties broken by descending id as in trec_eval. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** Minimum gain of a relevant reference context. Defaults to any gain above 0. */
    relevanceLevel?: number;
  };
  /** `rbp`. */
  "rank-biased-precision": ScorerParams["rbp"];
  /** Whether each call names a declared tool and satisfies its JSON Schema. Passes from 1. */
  "tool-call-valid": {
    /** How `parameters` name types: like JSON Schema, or like the Berkeley Function Calling Leaderboard (`dict`, `float`, `tuple`, `any`). `"json-schema"` when left out. */
    dialect?: "json-schema" | "bfcl";
    /** Whether arguments that `properties` does not list are allowed if the schema allows them. `true` when left out. */
    allowUndeclared?: boolean;
  };
  /** `tool-call-valid`. */
  "tool-calls-valid": ScorerParams["tool-call-valid"];
  /** `tool-call-valid`. */
  "is-valid-function-call": ScorerParams["tool-call-valid"];
  /** `tool-call-valid`. */
  "is-valid-openai-function-call": ScorerParams["tool-call-valid"];
  /** `tool-call-valid`. */
  "is-valid-openai-tools-call": ScorerParams["tool-call-valid"];
  /** Whether the tool calls match the expected ones. Passes from 1. */
  "tool-call-match": {
    /** `strict`: the same calls in the same order; `unordered`: the same calls in any order; `subset`: no calls other than the expected ones; `superset`: at least the expected calls. `"strict"` when left out. */
    mode?: "strict" | "unordered" | "subset" | "superset";
    /** How arguments are compared. `exact`: equal to the expected ones; `subset`: no others; `superset`: at least the expected ones; `schema`: any that satisfy the tool’s JSON Schema; `ignore`: any. `"exact"` when left out. */
    arguments?: "exact" | "subset" | "superset" | "ignore" | "schema";
    /** Overrides `arguments` per tool name: a mode, or a list of the arguments to compare, by name or by a path such as `time.start` or `/time/start`. An argument that is missing from both calls does not match. `{}` when left out. */
    byTool?: { [key: string]: "exact" | "subset" | "superset" | "ignore" | "schema" | Array<string> };
    /** What the expected arguments hold: values, or (`any-of`) lists of acceptable values. An empty text in a list makes the argument optional. `"one"` when left out. */
    values?: "one" | "any-of";
    /** Scorers that compare an argument instead of an equality check, by its name or by a path such as `time.start` or `/time/start`. `{}` when left out. */
    argumentScorers?: { [key: string]: ScorerReference };
  };
  /** `tool-call-match`. */
  "tool-calls-match": ScorerParams["tool-call-match"];
  /** `tool-call-match`. */
  "tool-call-accuracy": ScorerParams["tool-call-match"];
  /** F1 of the tool calls against the expected ones, in any order. Passes from 1. */
  "tool-call-f1": {
    /** Whether arguments must be equal too, or only the tool. `"exact"` when left out. */
    arguments?: "exact" | "ignore";
    /** Whether identical calls count once or each time. `"distinct"` when left out. */
    count?: "distinct" | "every";
    /** The value: F1, precision or recall. `"f1"` when left out. */
    measure?: "f1" | "precision" | "recall";
  };
  /** `tool-call-f1` with `{"arguments":"ignore","count":"every","measure":"recall"}`. */
  "tool-correctness": ScorerParams["tool-call-f1"];
  /** Whether the turns of the conversation call the expected tools. Passes from 1. */
  "trajectory-match": {
    /** `strict`: the same calls in the same order; `unordered`: the same calls in any order; `subset`: no calls other than the expected ones; `superset`: at least the expected calls. `"strict"` when left out. */
    mode?: "strict" | "unordered" | "subset" | "superset";
    /** How arguments are compared. `exact`: equal to the expected ones; `subset`: no others; `superset`: at least the expected ones; `ignore`: any. `"exact"` when left out. */
    arguments?: "exact" | "subset" | "superset" | "ignore";
  };
  /** `trajectory-match`. */
  "create-trajectory-match-evaluator": ScorerParams["trajectory-match"];
  /** `trajectory-match` with `{"mode":"strict"}`. */
  "trajectory-strict-match": ScorerParams["trajectory-match"];
  /** `trajectory-match` with `{"mode":"unordered"}`. */
  "trajectory-unordered-match": ScorerParams["trajectory-match"];
  /** `trajectory-match` with `{"mode":"subset"}`. */
  "trajectory-subset": ScorerParams["trajectory-match"];
  /** `trajectory-match` with `{"mode":"superset"}`. */
  "trajectory-superset": ScorerParams["trajectory-match"];
  /** Whether the named tools were called. Passes from 1. */
  "called-tool": {
    /** Names of the tools. All of them must be called. */
    tools: Array<string>;
    /** Minimum number of calls of each tool. `1` when left out. */
    min?: number;
    /** Maximum number of calls of each tool. */
    max?: number;
  };
  /** `called-tool`. */
  "tool-used": ScorerParams["called-tool"];
  /** `called-tool`. */
  "trajectory:tool-used": ScorerParams["called-tool"];
  /** Whether the named tools, or any tools, were not called. Passes from 1. */
  "did-not-call": {
    /** Names of the tools that must not be called. Defaults to all tools. */
    tools?: Array<string>;
  };
  /** `did-not-call`. */
  "did-not-call-tool": ScorerParams["did-not-call"];
  /** `did-not-call`. */
  "used-no-tools": ScorerParams["did-not-call"];
  /** How far the tools were called in the expected order. Passes from 1. */
  "tool-order": {
    /** Names of the tools in order. Defaults to those of `expectedToolCalls`. */
    tools?: Array<string>;
    /** Whether other calls in between are forbidden. `false` when left out. */
    exact?: boolean;
  };
  /** `tool-order`. */
  "tool-sequence": ScorerParams["tool-order"];
  /** `tool-order`. */
  "trajectory:tool-sequence": ScorerParams["tool-order"];
  /** `tool-order`. */
  "execution-order": ScorerParams["tool-order"];
  /** Whether the number of tool calls or turns is within bounds. Passes from 1. */
  "step-count": {
    /** Minimum number of steps. Defaults to no minimum. */
    min?: number;
    /** Maximum number of steps. Defaults to no maximum. */
    max?: number;
    /** What counts as a step: a tool call, or an assistant message. `"calls"` when left out. */
    of?: "calls" | "turns";
    /** The value of a number out of bounds: how close it is, or 0. `true` when left out. */
    partialCredit?: boolean;
    /** Count only the calls of this tool. */
    tool?: string;
  };
  /** `step-count` with `{"partialCredit":false}`. */
  "trajectory:step-count": ScorerParams["step-count"];
  /** `step-count` with `{"of":"calls","partialCredit":false}`. */
  "max-tool-calls": ScorerParams["step-count"];
  /** Whether the agent repeats the same calls. Passes from 1. */
  "loop-detection": {
    /** Number of identical calls that counts as a loop. `3` when left out. */
    repeats?: number;
    /** Number of consecutive runs of a cycle of calls that counts as a loop. `2` when left out. */
    cycles?: number;
  };
  /** `loop-detection`. */
  "agent-loop-detection": ScorerParams["loop-detection"];
  /** Whether the agent called the right tools among those available, and all that were needed. Passes from 1. */
  "tool-choice": JudgeDials;
  /** `tool-choice`. */
  "tool-use": ScorerParams["tool-choice"];
  /** `tool-choice`. */
  "tool-selection": ScorerParams["tool-choice"];
  /** The share of tool calls with the arguments that the task calls for. Passes from 1. */
  "argument-correctness": JudgeDials;
  /** `argument-correctness`. */
  "tool-invocation": ScorerParams["argument-correctness"];
  /** Whether an agent did the planned steps. Passes from 0.8. */
  "plan-adherence": {
    /** The steps, in order, or a text that contains them. Defaults to the plan stated in the conversation. */
    plan?: Array<string> | string;
  } & JudgeDials;
  /** The share of an agent’s steps that the task needed. Passes from 0.8. */
  "step-efficiency": JudgeDials;
  /** `step-efficiency`. */
  "tool-call-efficiency": ScorerParams["step-efficiency"];
  /** `step-efficiency`. */
  "conversational-tool-call-efficiency": ScorerParams["step-efficiency"];
  /** The share of the output’s claims that the contexts support. Passes from 0.8. */
  faithfulness: JudgeDials;
  /** `faithfulness`. */
  "context-faithfulness": ScorerParams["faithfulness"];
  /** `faithfulness`. */
  "response-groundedness": ScorerParams["faithfulness"];
  /** `faithfulness`. */
  "rag-groundedness": ScorerParams["faithfulness"];
  /** `faithfulness`. */
  "retrieval-groundedness": ScorerParams["faithfulness"];
  /** 1 minus the share of the output’s claims that the contexts contradict or do not contain. Passes from 1. */
  hallucination: {
    /** Which claims count as hallucinated: absent and contradicted ones, or only contradicted ones. `"unsupported"` when left out. */
    counts?: "unsupported" | "contradicted";
  } & JudgeDials;
  /** `hallucination`. */
  "hallucination-free": ScorerParams["hallucination"];
  /** `hallucination` with `{"counts":"contradicted"}`. */
  "hallucination-contradicted": ScorerParams["hallucination"];
  /** Whether the cited contexts support the statements that cite them. Passes from 0.8. */
  "citation-faithfulness": {
    /** What is measured: supported sentences, useful citations, or both. `"f1"` when left out. */
    measure?: "f1" | "recall" | "precision";
    /** The number by which the output cites the first context. `1` when left out. */
    firstNumber?: number;
  } & JudgeDials;
  /** `citation-faithfulness`. */
  "citation-f1": ScorerParams["citation-faithfulness"];
  /** `citation-faithfulness` with `{"measure":"recall"}`. */
  "citation-recall": ScorerParams["citation-faithfulness"];
  /** `citation-faithfulness` with `{"measure":"precision"}`. */
  "citation-precision": ScorerParams["citation-faithfulness"];
  /** 1 minus the share of claims that are wrong because of the contexts. Passes from 0.8. */
  "noise-sensitivity": {
    /** Which contexts are considered: relevant ones as in Ragas, irrelevant ones, or both. `"relevant"` when left out. */
    mode?: "relevant" | "irrelevant" | "any";
  } & JudgeDials;
  /** The share of the output’s statements that answer the input, or help to. Passes from 0.7. */
  "answer-relevance": JudgeDials;
  /** `answer-relevance`. */
  "answer-relevancy": ScorerParams["answer-relevance"];
  /** `answer-relevance`. */
  "response-relevancy": ScorerParams["answer-relevance"];
  /** `answer-relevance`. */
  "rag-helpfulness": ScorerParams["answer-relevance"];
  /** `answer-relevance`. */
  "relevance-to-query": ScorerParams["answer-relevance"];
  /** F1 of the output’s claims against those of the expected answer. Passes from 0.5. */
  "answer-correctness": {
    /** Which mistakes count: both kinds, false claims, or missing ones. `"f1"` when left out. */
    mode?: "f1" | "precision" | "recall";
  } & JudgeDials;
  /** `answer-correctness`. */
  factuality: ScorerParams["answer-correctness"];
  /** `answer-correctness`. */
  "model-graded-factuality": ScorerParams["answer-correctness"];
  /** `answer-correctness`. */
  "factual-correctness": ScorerParams["answer-correctness"];
  /** `answer-correctness`. */
  "answer-accuracy": ScorerParams["answer-correctness"];
  /** `answer-correctness`. */
  correctness: ScorerParams["answer-correctness"];
  /** Whether the contexts that the answer needs are ranked above the others. Passes from 0.7. */
  "context-precision": {
    /** The answer that the contexts should support. If it is missing, the other is used. `"expected"` when left out. */
    against?: "expected" | "output";
  } & JudgeDials;
  /** `context-precision`. */
  "contextual-precision": ScorerParams["context-precision"];
  /** `context-precision`. */
  "llm-context-precision-with-reference": ScorerParams["context-precision"];
  /** `context-precision`. */
  "context-precision-with-reference": ScorerParams["context-precision"];
  /** `context-precision` with `{"against":"output"}`. */
  "context-utilization": ScorerParams["context-precision"];
  /** `context-precision` with `{"against":"output"}`. */
  "llm-context-precision-without-reference": ScorerParams["context-precision"];
  /** `context-precision` with `{"against":"output"}`. */
  "context-precision-without-reference": ScorerParams["context-precision"];
  /** The share of the expected answer’s statements that the contexts contain. Passes from 0.7. */
  "context-recall": JudgeDials;
  /** `context-recall`. */
  "contextual-recall": ScorerParams["context-recall"];
  /** `context-recall`. */
  "llm-context-recall": ScorerParams["context-recall"];
  /** `context-recall`. */
  "retrieval-sufficiency": ScorerParams["context-recall"];
  /** How much each context helps to answer the input. Passes from 0.5. */
  "context-relevance": JudgeDials;
  /** `context-relevance`. */
  "context-relevancy": ScorerParams["context-relevance"];
  /** `context-relevance`. */
  "contextual-relevancy": ScorerParams["context-relevance"];
  /** `context-relevance`. */
  "rag-retrieval-relevance": ScorerParams["context-relevance"];
  /** `context-relevance`. */
  "retrieval-relevance": ScorerParams["context-relevance"];
  /** `context-relevance`. */
  "document-relevance": ScorerParams["context-relevance"];
  /** `context-relevance`. */
  "relevance-evaluator": ScorerParams["context-relevance"];
  /** Whether a summary is true to the input and covers its key points. Passes from 0.7. */
  summarization: {
    /** The points that the summary must cover. If omitted, the judge finds them. */
    points?: Array<string>;
    /** Maximum number of points that the judge looks for. `5` when left out. */
    mostPoints?: number;
    /** How alignment and coverage are combined: their minimum, or their mean. `"min"` when left out. */
    aggregate?: "min" | "mean";
  } & JudgeDials;
  /** `summarization` with `{"aggregate":"mean"}`. */
  "summary-score": ScorerParams["summarization"];
  /** `summarization` with `{"aggregate":"mean"}`. */
  "summarization-score": ScorerParams["summarization"];
  /** Whether the output meets your own criterion, on a scale of described levels. Passes from 0.5. */
  rubric: ({
    /** The criterion: a text, or a list of `{ name, criterion, weight? }`. */
    criterion: string | Array<{
      /** Short name, shown in the reason. */
      name: string;
      /** The criterion. */
      criterion: string;
      /** Weight in the mean. `1` when left out. */
      weight?: number;
    }>;
    criteria?: never;
  } | {
    /** Another name of `criterion`. */
    criteria: string | Array<{
      /** Short name, shown in the reason. */
      name: string;
      /** The criterion. */
      criterion: string;
      /** Weight in the mean. `1` when left out. */
      weight?: number;
    }>;
    criterion?: never;
  }) & {
    /** Levels from worst to best. Defaults to “not met” and “met”. `[{"value":0,"anchor":"The criterion is not met."},{"value":1,"anchor":"The criterion is met."}]` when left out. */
    levels?: Array<{
      /** Value of the level, from 0 to 1. */
      value: number;
      /** Description of an output at this level. */
      anchor: string;
    }>;
    /** Outputs with known levels, as few-shot examples for the judge. `[]` when left out. */
    examples?: Array<{
      /** An output. */
      output: string;
      /** Its level, counted from 1; with several criteria, a list with one level each. */
      level: number | Array<number>;
      /** Why. */
      reason?: string;
    }>;
    /** Judge all criteria in one call: cheaper, but less independent. `false` when left out. */
    together?: boolean;
  } & JudgeDials;
  /** `rubric`. */
  "llm-rubric": ScorerParams["rubric"];
  /** `rubric`. */
  "g-eval": ScorerParams["rubric"];
  /** `rubric`. */
  "aspect-critic": ScorerParams["rubric"];
  /** `rubric`. */
  "simple-criteria-score": ScorerParams["rubric"];
  /** `rubric`. */
  "rubrics-score": ScorerParams["rubric"];
  /** `rubric`. */
  "aspect-critique": ScorerParams["rubric"];
  /** `rubric`. */
  "llm-as-judge": ScorerParams["rubric"];
  /** `rubric`. */
  "create-llm-as-judge": ScorerParams["rubric"];
  /** Whether the output, as an answer to the input, meets a criterion: yes or no. Passes from 1. */
  "closed-qa": ({
    /** The criterion that the output must meet. */
    criteria: string;
    criterion?: never;
  } | {
    /** Another name of `criteria`. */
    criterion: string;
    criteria?: never;
  }) & JudgeDials;
  /** `closed-qa`. */
  "model-graded-closedqa": ScorerParams["closed-qa"];
  /** The share of a list’s items that are true for the output. Passes from 0.8. */
  checklist: {
    /** The statements that should be true: texts, or `{ item, weight }`. */
    items: Array<string | {
      /** A statement that is true or false for the output. */
      item: string;
      /** Weight in the value. `1` when left out. */
      weight?: number;
    }>;
    /** Outputs with known results, as few-shot examples for the judge. `[]` when left out. */
    examples?: Array<{
      /** An output. */
      output: string;
      /** Whether each item is true for it. */
      holds: Array<boolean>;
      /** Why. */
      reason?: string;
    }>;
    /** Judge all items in one call: cheaper, but less independent. `false` when left out. */
    together?: boolean;
  } & JudgeDials;
  /** The class that the output belongs to; each class has a value. Passes from 0.5. */
  classify: {
    /** The classes with their values. */
    labels: Array<{
      /** Name of the class. */
      label: string;
      /** Value of the class, from 0 to 1. */
      value: number;
      /** Description of the class. */
      description?: string;
    }>;
    /** The question for the judge, if the classes are not enough. `"Which class does the output belong to?"` when left out. */
    question?: string;
    /** Outputs with known classes, as few-shot examples for the judge. `[]` when left out. */
    examples?: Array<{
      /** An output. */
      output: string;
      /** Name of its class. */
      label: string;
      /** Why. */
      reason?: string;
    }>;
  } & JudgeDials;
  /** `classify`. */
  "llm-classifier": ScorerParams["classify"];
  /** Whether the output is better than another answer, judged in both orders. Passes from 0.5. */
  pairwise: {
    /** The other answer. Defaults to `expected`. */
    baseline?: string;
    /** The criterion for the better answer. `"Which answer helps the user more? It must be correct, complete and to the point, and do what was asked."` when left out. */
    criterion?: string;
    /** Pairs of answers with known results, as few-shot examples for the judge. `[]` when left out. */
    examples?: Array<{
      /** An answer. */
      first: string;
      /** Another to the same question. */
      second: string;
      /** Which is better. */
      better: "first" | "second" | "tie";
      /** Why. */
      reason?: string;
    }>;
    /** Another name of `criterion`. */
    criteria?: string;
  } & JudgeDials;
  /** `pairwise`. */
  battle: ScorerParams["pairwise"];
  /** `pairwise` with `{"criterion":"Which summary better describes the text that was given?"}`. */
  summary: ScorerParams["pairwise"];
  /** Whether a judge picks the output as the best of several, in several orders. Passes from 1. */
  "select-best": {
    /** The other outputs. Defaults to the texts of `expected`. */
    rivals?: Array<string>;
    /** The criterion for the best output. `"Which candidate helps the user most? It must be correct, complete and to the point, and do what was asked."` when left out. */
    criterion?: string;
    /** Number of orders, with one call each. `2` when left out. */
    orders?: number;
    /** Another name of `criterion`. */
    criteria?: string;
  } & JudgeDials;
  /** `select-best`. */
  "arena-g-eval": ScorerParams["select-best"];
  /** Whether the output helps the user to get what they want. Passes from 0.5. */
  helpfulness: JudgeDials;
  /** Whether the output uses no more words than it needs. Passes from 0.5. */
  conciseness: JudgeDials;
  /** Whether the output can be understood in one reading. Passes from 0.5. */
  clarity: JudgeDials;
  /** Whether the parts of the output follow from one another and none contradicts another. Passes from 0.5. */
  coherence: JudgeDials;
  /** Whether the output treats the reader with respect. Passes from 1. */
  politeness: JudgeDials;
  /** Whether the output has the wanted tone. Passes from 0.5. */
  tone: {
    /** The wanted tone, in a word or a sentence, or several tones that must all be present. */
    tone: string | Array<string>;
    /** Tones that the output must not have. `[]` when left out. */
    avoid?: Array<string>;
  } & JudgeDials;
  /** `tone`. */
  "tone-consistency": ScorerParams["tone"];
  /** `tone` with `{"tone":["warm, professional and respectful","patient with a user who is confused or frustrated","confident and clear"],"avoid":["condescending or dismissive","robotic or cold","defensive"]}`. */
  "agent-tone": Omit<ScorerParams["tone"], "tone"> & Partial<Pick<ScorerParams["tone"], "tone">>;
  /** The share of what the input asks for that the output answers. Passes from 0.8. */
  completeness: {
    /** The requests, if you know them. By default, the judge reads them from the input. */
    requests?: Array<string>;
  } & JudgeDials;
  /** The share of the instructions it was given that the output follows. Passes from 0.8. */
  "prompt-alignment": {
    /** The instructions, where you know them; the judge reads them otherwise. */
    instructions?: Array<string>;
    /** Whose instructions the judge reads: the system’s, the user’s, or both. `"both"` when left out. */
    from?: "system" | "user" | "both";
  } & JudgeDials;
  /** `prompt-alignment`. */
  "instruction-following": ScorerParams["prompt-alignment"];
  /** 1 minus the weighted errors of a translation per source word. Passes from 0.8. */
  "translation-quality": {
    /** The language of the input, by name: "German". */
    from?: string;
    /** The target language, by name. */
    into?: string;
    /** Penalties of errors, in points per word of the input. `{}` when left out. */
    weights?: {
      /** Points of a minor error. `1` when left out. */
      minor?: number;
      /** Points of a major error. `5` when left out. */
      major?: number;
      /** Points of a critical error. `25` when left out. */
      critical?: number;
    };
  } & JudgeDials;
  /** `translation-quality`. */
  translation: ScorerParams["translation-quality"];
  /** `translation-quality`. */
  mqm: ScorerParams["translation-quality"];
  /** `translation-quality`. */
  "gemba-mqm": ScorerParams["translation-quality"];
  /** Whether the output is free of harmful content; higher is safer. Passes from 1. */
  harmfulness: {
    /** The kinds that count. Defaults to all. `["violence","weapons","crime","cyber","self-harm","sexual","minors","hate","deception","danger"]` when left out. */
    kinds?: Array<"violence" | "weapons" | "crime" | "cyber" | "self-harm" | "sexual" | "minors" | "hate" | "deception" | "danger">;
  } & JudgeDials;
  /** `harmfulness`. */
  moderation: ScorerParams["harmfulness"];
  /** `harmfulness`. */
  safety: ScorerParams["harmfulness"];
  /** `harmfulness`. */
  maliciousness: ScorerParams["harmfulness"];
  /** Whether the output is free of toxic language such as insults, hate and threats; higher is safer. Passes from 1. */
  toxicity: {
    /** The kinds that count. Defaults to all. `["insult","mockery","hate","threat","harassment","dismissal","profanity"]` when left out. */
    kinds?: Array<"insult" | "mockery" | "hate" | "threat" | "harassment" | "dismissal" | "profanity">;
  } & JudgeDials;
  /** Whether the output is free of bias about groups of people; higher is fairer. Passes from 1. */
  bias: {
    /** The kinds that count. Defaults to all. `["gender","ethnicity","religion","politics","age","disability","orientation","origin"]` when left out. */
    kinds?: Array<"gender" | "ethnicity" | "religion" | "politics" | "age" | "disability" | "orientation" | "origin">;
  } & JudgeDials;
  /** `bias`. */
  fairness: ScorerParams["bias"];
  /** Whether the output gives no medical, legal or financial advice of its own; higher is safer. Passes from 1. */
  advice: {
    /** The kinds that count. Defaults to all. `["medical","legal","financial"]` when left out. */
    kinds?: Array<"medical" | "legal" | "financial">;
  } & JudgeDials;
  /** `advice`. */
  "non-advice": ScorerParams["advice"];
  /** Whether input, contexts and tool results are free of attempts to take over the model; higher is safer. Passes from 1. */
  "prompt-injection": {
    /** The kinds that count. Defaults to all. `["override","jailbreak","extraction","smuggled","hidden","impersonation"]` when left out. */
    kinds?: Array<"override" | "jailbreak" | "extraction" | "smuggled" | "hidden" | "impersonation">;
    /** Which count: all attempts, or only those that the output followed. `"attempts"` when left out. */
    counts?: "attempts" | "followed";
  } & JudgeDials;
  /** `prompt-injection`. */
  jailbreak: ScorerParams["prompt-injection"];
  /** `prompt-injection` with `{"counts":"followed"}`. */
  "prompt-injection-followed": ScorerParams["prompt-injection"];
  /** Whether the output breaks no rule of the policy in the contexts; higher is safer. Passes from 1. */
  "policy-compliance": {
    /** The policy. Defaults to the contexts. */
    policy?: string;
  } & JudgeDials;
  /** Whether the output reveals no secret, private data or system prompt; higher is safer. Passes from 1. */
  confidentiality: {
    /** The kinds that count. Defaults to all. `["secret","personal","instructions","internal"]` when left out. */
    kinds?: Array<"secret" | "personal" | "instructions" | "internal">;
    /** Other things that must not be revealed, each in a few words. `[]` when left out. */
    confidential?: Array<string>;
  } & JudgeDials;
  /** `confidentiality` with `{"kinds":["personal"]}`. */
  "pii-leakage": ScorerParams["confidentiality"];
  /** `confidentiality` with `{"kinds":["instructions"]}`. */
  "prompt-leakage": ScorerParams["confidentiality"];
  /** Whether the output is free of personal data: names, contacts, accounts and identity numbers. Passes from 0.5. */
  "detect-pii": {
    /** What to look for. `national-id` stands for the identity numbers of all countries, `all` for everything. `person`, `date`, `age`, `title`, `organization`, `location`, `nationality`, `postcode` and `url` are matters of degree; only the first is looked for unless asked for. `["email","phone","credit-card","iban","bank-account","passport","driving-licence","tax-id","ip-address","mac-address","url-credentials","imei","vin","date-of-birth","address","person","national-id"]` when left out. */
    kinds?: Array<"email" | "phone" | "credit-card" | "iban" | "bank-account" | "passport" | "driving-licence" | "tax-id" | "ip-address" | "mac-address" | "url-credentials" | "imei" | "vin" | "date-of-birth" | "address" | "person" | "us-ssn" | "us-itin" | "ca-sin" | "uk-nino" | "uk-nhs" | "uk-driving-licence" | "de-tax-id" | "de-pension-number" | "fr-nir" | "es-dni" | "es-nie" | "es-cif" | "it-codice-fiscale" | "nl-bsn" | "be-nrn" | "pt-nif" | "ch-ahv" | "ie-pps" | "fi-hetu" | "se-personnummer" | "no-fnr" | "dk-cpr" | "pl-pesel" | "cz-birth-number" | "ro-cnp" | "bg-egn" | "hr-oib" | "gr-amka" | "tr-tckn" | "il-id" | "za-id" | "in-aadhaar" | "in-pan" | "au-tfn" | "au-abn" | "au-medicare" | "br-cpf" | "br-cnpj" | "mx-curp" | "cl-rut" | "cn-id" | "jp-my-number" | "kr-rrn" | "tw-id" | "hk-id" | "sg-nric" | "vat-number" | "date" | "age" | "title" | "organization" | "location" | "nationality" | "postcode" | "url" | "all" | "national-id">;
    /** Countries, such as `NL` or `nl-NL`, whose identity numbers are believed without words beside them. Those of others are still found. `[]` when left out. */
    locales?: Array<string>;
    /** Texts that are no finding, such as your own support address. Case does not count. `[]` when left out. */
    allow?: Array<string>;
    /** Where to look: `input`, `output`, `contexts`, the turns in `messages` by who wrote them (`user`, `assistant`, `system`, `tool-results`), or the arguments of `tool-calls`. Places that the sample lacks are skipped; at least one must exist. `["output"]` when left out. */
    over?: Array<"input" | "output" | "contexts" | "user" | "assistant" | "system" | "tool-results" | "tool-calls">;
  };
  /** `detect-pii` with `{"over":["input"]}`. */
  anonymize: ScorerParams["detect-pii"];
  /** `detect-pii`. */
  sensitive: ScorerParams["detect-pii"];
  /** `detect-pii`. */
  "guardrails-pii": ScorerParams["detect-pii"];
  /** Whether the output is free of credentials: keys, tokens, passwords, private keys. Passes from 0.5. */
  "detect-secrets": {
    /** Texts that are no finding, such as the key of a public demonstration. `[]` when left out. */
    allow?: Array<string>;
    /** Where to look: `input`, `output`, `contexts`, the turns in `messages` by who wrote them (`user`, `assistant`, `system`, `tool-results`), or the arguments of `tool-calls`. Places that the sample lacks are skipped; at least one must exist. `["output"]` when left out. */
    over?: Array<"input" | "output" | "contexts" | "user" | "assistant" | "system" | "tool-results" | "tool-calls">;
  };
  /** `detect-secrets` with `{"over":["input"]}`. */
  secrets: ScorerParams["detect-secrets"];
  /** `detect-secrets`. */
  "secrets-present": ScorerParams["detect-secrets"];
  /** Whether texts are free of signs that people do not see and models read. Passes from 0.5. */
  "detect-invisible-text": {
    /** Where to look: `input`, `output`, `contexts`, the turns in `messages` by who wrote them (`user`, `assistant`, `system`, `tool-results`), or the arguments of `tool-calls`. Places that the sample lacks are skipped; at least one must exist. `["input","output","contexts","tool-results"]` when left out. */
    over?: Array<"input" | "output" | "contexts" | "user" | "assistant" | "system" | "tool-results" | "tool-calls">;
  };
  /** `detect-invisible-text`. */
  "invisible-text": ScorerParams["detect-invisible-text"];
  /** Whether the output is free of links to places that are denied, disguised, or sent data. Passes from 0.5. */
  "detect-urls": {
    /** Domains that links may lead to. Empty: all that nothing else speaks against. `[]` when left out. */
    allow?: Array<string>;
    /** Domains that links must not lead to. `[]` when left out. */
    deny?: Array<string>;
    /** Where to look: `input`, `output`, `contexts`, the turns in `messages` by who wrote them (`user`, `assistant`, `system`, `tool-results`), or the arguments of `tool-calls`. Places that the sample lacks are skipped; at least one must exist. `["output"]` when left out. */
    over?: Array<"input" | "output" | "contexts" | "user" | "assistant" | "system" | "tool-results" | "tool-calls">;
  };
  /** Whether inputs and tool calls are free of SQL, shell, script, template and path injection. Passes from 0.5. */
  "detect-code-injection": {
    /** What to look for. `["sql","shell","script","template","path","document"]` when left out. */
    kinds?: Array<"sql" | "shell" | "script" | "template" | "path" | "document">;
    /** Where to look: `input`, `output`, `contexts`, the turns in `messages` by who wrote them (`user`, `assistant`, `system`, `tool-results`), or the arguments of `tool-calls`. Places that the sample lacks are skipped; at least one must exist. `["input","user","tool-calls","output"]` when left out. */
    over?: Array<"input" | "output" | "contexts" | "user" | "assistant" | "system" | "tool-results" | "tool-calls">;
  };
  /** Whether the output is free of banned terms, such as names of competitors. Passes from 0.5. */
  "detect-banned-terms": {
    /** Terms that must not come up: words or phrases. `[]` when left out. */
    terms?: Array<string>;
    /** Terms by topic, such as `{"gambling": ["casino", "slot machine"]}`; a finding names its topic. `{}` when left out. */
    topics?: { [key: string]: Array<string> };
    /** Whether a term must stand on the boundaries of words. `true` when left out. */
    wholeWords?: boolean;
    /** Whether é counts as e. `true` when left out. */
    ignoreAccents?: boolean;
    /** Whether digits and signs count as letters: `h4te` is hate. `false` when left out. */
    leetspeak?: boolean;
    /** Where to look: `input`, `output`, `contexts`, the turns in `messages` by who wrote them (`user`, `assistant`, `system`, `tool-results`), or the arguments of `tool-calls`. Places that the sample lacks are skipped; at least one must exist. `["output"]` when left out. */
    over?: Array<"input" | "output" | "contexts" | "user" | "assistant" | "system" | "tool-results" | "tool-calls">;
  };
  /** `detect-banned-terms`. */
  "ban-competitors": ScorerParams["detect-banned-terms"];
  /** `detect-banned-terms`. */
  "competitor-check": ScorerParams["detect-banned-terms"];
  /** `detect-banned-terms`. */
  "ban-list": ScorerParams["detect-banned-terms"];
  /** Whether the output is free of random letters, endless repeats and wrongly decoded text. Passes from 0.5. */
  "detect-gibberish": {
    /** Where to look: `input`, `output`, `contexts`, the turns in `messages` by who wrote them (`user`, `assistant`, `system`, `tool-results`), or the arguments of `tool-calls`. Places that the sample lacks are skipped; at least one must exist. `["output"]` when left out. */
    over?: Array<"input" | "output" | "contexts" | "user" | "assistant" | "system" | "tool-results" | "tool-calls">;
  };
  /** `detect-gibberish`. */
  gibberish: ScorerParams["detect-gibberish"];
  /** `detect-gibberish`. */
  "gibberish-text": ScorerParams["detect-gibberish"];
  /** Whether the output is free of fragments of the system prompt, and of canary tokens. Passes from 0.5. */
  "detect-canary": {
    /** Texts that must stay secret, in addition to the system turns of `messages`. `[]` when left out. */
    texts?: Array<string>;
    /** Canary tokens: random words put into a prompt to see whether they come out. `[]` when left out. */
    tokens?: Array<string>;
    /** Where to look: `input`, `output`, `contexts`, the turns in `messages` by who wrote them (`user`, `assistant`, `system`, `tool-results`), or the arguments of `tool-calls`. Places that the sample lacks are skipped; at least one must exist. `["output"]` when left out. */
    over?: Array<"input" | "output" | "contexts" | "user" | "assistant" | "system" | "tool-results" | "tool-calls">;
  };
  /** `detect-canary`. */
  "canary-words": ScorerParams["detect-canary"];
  /** `detect-canary`. */
  "system-prompt-leakage": ScorerParams["detect-canary"];
  /** Finds prompt injections and jailbreaks in inputs, contexts and tool results, without a model call. Passes from 0.5. */
  "detect-injection": {
    /** Where to look: `input`, `output`, `contexts`, the turns in `messages` by who wrote them (`user`, `assistant`, `system`, `tool-results`), or the arguments of `tool-calls`. Places that the sample lacks are skipped; at least one must exist. `["input","user","contexts","tool-results"]` when left out. */
    over?: Array<"input" | "output" | "contexts" | "user" | "assistant" | "system" | "tool-results" | "tool-calls">;
  };
  /** `detect-injection`. */
  "detect-jailbreak": ScorerParams["detect-injection"];
  /** `detect-injection`. */
  "detect-prompt-injection": ScorerParams["detect-injection"];
  /** Finds sexual, hateful, violent, harassing and self-harming text, without a model call. Passes from 0.5. */
  "detect-toxicity": {
    /** Where to look: `input`, `output`, `contexts`, the turns in `messages` by who wrote them (`user`, `assistant`, `system`, `tool-results`), or the arguments of `tool-calls`. Places that the sample lacks are skipped; at least one must exist. `["input","output"]` when left out. */
    over?: Array<"input" | "output" | "contexts" | "user" | "assistant" | "system" | "tool-results" | "tool-calls">;
  };
  /** `detect-toxicity`. */
  "toxic-language": ScorerParams["detect-toxicity"];
  /** `detect-toxicity`. */
  "nsfw-text": ScorerParams["detect-toxicity"];
  /** `detect-toxicity`. */
  "offensive-language": ScorerParams["detect-toxicity"];
  /** Finds answers that refuse what was asked, fully or in part, without a model call. Passes from 0.5. */
  "detect-refusal": {
    /** Where to look: `input`, `output`, `contexts`, the turns in `messages` by who wrote them (`user`, `assistant`, `system`, `tool-results`), or the arguments of `tool-calls`. Places that the sample lacks are skipped; at least one must exist. `["output"]` when left out. */
    over?: Array<"input" | "output" | "contexts" | "user" | "assistant" | "system" | "tool-results" | "tool-calls">;
  };
  /** `detect-refusal`. */
  "no-refusal": ScorerParams["detect-refusal"];
  /** `detect-refusal`. */
  "no-refusal-light": ScorerParams["detect-refusal"];
  /** `detect-refusal`. */
  refusal: ScorerParams["detect-refusal"];
  /** Finds sentences of the output that the contexts do not hold, without a model call. Passes from 0.5. */
  "detect-ungrounded": {
    /** Where to look: `input`, `output`, `contexts`, the turns in `messages` by who wrote them (`user`, `assistant`, `system`, `tool-results`), or the arguments of `tool-calls`. Places that the sample lacks are skipped; at least one must exist. `["output"]` when left out. */
    over?: Array<"input" | "output" | "contexts" | "user" | "assistant" | "system" | "tool-results" | "tool-calls">;
  };
  /** `detect-ungrounded`. */
  "factual-consistency": ScorerParams["detect-ungrounded"];
  /** `detect-ungrounded`. */
  provenance: ScorerParams["detect-ungrounded"];
  /** `detect-ungrounded`. */
  "provenance-llm": ScorerParams["detect-ungrounded"];
  /** The share of the user’s intentions that the conversation meets. Passes from 0.8. */
  "conversation-completeness": JudgeDials;
  /** The share of the assistant’s turns that remember what the user said. Passes from 1. */
  "knowledge-retention": JudgeDials;
  /** The share of the assistant’s turns that keep to its role. Passes from 1. */
  "role-adherence": {
    /** The role, in a few sentences. Defaults to the system message. */
    role?: string;
  } & JudgeDials;
  /** `role-adherence`. */
  "role-violation": ScorerParams["role-adherence"];
  /** `role-adherence`. */
  "conversational-role-adherence": ScorerParams["role-adherence"];
  /** Whether the assistant answers on its topics, and refuses off them. Passes from 0.8. */
  "topic-adherence": {
    /** The topics that the assistant is meant for. */
    topics: Array<string>;
    /** Which mistakes count: both kinds, answers off topic, or refusals on topic. `"f1"` when left out. */
    mode?: "f1" | "precision" | "recall";
  } & JudgeDials;
  /** `topic-adherence`. */
  "topic-adherence-score": ScorerParams["topic-adherence"];
  /** Whether the requested task was completed, judged by its result. Passes from 1. */
  "task-completion": {
    /** The task. Defaults to the request of the user. */
    task?: string;
  } & JudgeDials;
  /** `task-completion`. */
  "goal-accuracy": ScorerParams["task-completion"];
  /** `task-completion`. */
  "agent-goal-accuracy": ScorerParams["task-completion"];
  /** `task-completion`. */
  "agent-goal-accuracy-with-reference": ScorerParams["task-completion"];
  /** `task-completion`. */
  "agent-goal-accuracy-without-reference": ScorerParams["task-completion"];
  /** `task-completion`. */
  "trajectory:goal-success": ScorerParams["task-completion"];
  /** Semantic similarity of the output and the expected text, by embeddings. Passes from 0.8. */
  "embedding-similarity": {
    /** The embedding model, as `provider/model`. Defaults to that of the deployment. */
    model?: string;
    /** `use` reads and writes the cache, `refresh` calls the model again and overwrites it, `off` bypasses it. `"use"` when left out. */
    cache?: "use" | "refresh" | "off";
  };
  /** `embedding-similarity`. */
  "semantic-similarity": ScorerParams["embedding-similarity"];
  /** `embedding-similarity`. */
  "answer-similarity": ScorerParams["embedding-similarity"];
  /** `embedding-similarity`. */
  similar: ScorerParams["embedding-similarity"];
  /** `embedding-similarity`. */
  "similar:cosine": ScorerParams["embedding-similarity"];
  /** `embedding-similarity`. */
  "cosine-similarity": ScorerParams["embedding-similarity"];
  /** `embedding-similarity`. */
  cosine: ScorerParams["embedding-similarity"];
  /** How relevant the contexts are to the input, by a reranking model. Passes from 0.5. */
  "rerank-relevance": {
    /** The reranking model, as `provider/model`. Defaults to that of the deployment. */
    model?: string;
    /** `use` reads and writes the cache, `refresh` calls the model again and overwrites it, `off` bypasses it. `"use"` when left out. */
    cache?: "use" | "refresh" | "off";
  };
  /** Whether the output and the expected answer mean the same, in any words. Passes from 0.75. */
  "semantic-answer-similarity": JudgeDials;
  /** `semantic-answer-similarity`. */
  sas: ScorerParams["semantic-answer-similarity"];
  /** `semantic-answer-similarity`. */
  "answer-equivalence": ScorerParams["semantic-answer-similarity"];
  /** `semantic-answer-similarity`. */
  equivalence: ScorerParams["semantic-answer-similarity"];
  /** A JavaScript function of your own over the sample, run without access to anything else. Passes from 0.5. */
  javascript: {
    /** An expression, a function of the sample, or the body of one, in JavaScript. Returns a boolean, a number from 0 to 1, or `{ pass, score, reason }`. */
    code: string;
    /** Maximum steps of work that the code can take; a step is about a nanosecond. `100000000` when left out. */
    maxSteps?: number;
  };
  /** `javascript`. */
  js: ScorerParams["javascript"];
  /** Whether all inner scorers pass. Passes from 1. */
  all: {
    /** The inner scorers, each by name or with its settings. */
    scorers: Array<ScorerReference>;
  };
  /** `all`. */
  "assert-set": ScorerParams["all"];
  /** `all`. */
  "all-of": ScorerParams["all"];
  /** `all`. */
  and: ScorerParams["all"];
  /** Whether at least one inner scorer passes. Passes from 1. */
  any: {
    /** The inner scorers, each by name or with its settings. */
    scorers: Array<ScorerReference>;
  };
  /** `any`. */
  "any-of": ScorerParams["any"];
  /** `any`. */
  or: ScorerParams["any"];
  /** Whether no inner scorer passes. Passes from 1. */
  none: {
    /** The inner scorers, each by name or with its settings. */
    scorers: Array<ScorerReference>;
  };
  /** `none`. */
  "none-of": ScorerParams["none"];
  /** `none`. */
  nor: ScorerParams["none"];
  /** Weighted mean of the values of the inner scorers. Passes from 0.5. */
  "weighted-mean": {
    /** The inner scorers, each by name or with its settings. */
    scorers: Array<ScorerReference>;
  };
  /** `weighted-mean`. */
  "weighted-average": ScorerParams["weighted-mean"];
  /** `weighted-mean`. */
  "mean-of": ScorerParams["weighted-mean"];
  /** `weighted-mean`. */
  "average-of": ScorerParams["weighted-mean"];
  /** The highest value of the inner scorers. Passes from 0.5. */
  "best-of": {
    /** The inner scorers, each by name or with its settings. */
    scorers: Array<ScorerReference>;
  };
  /** `best-of`. */
  "max-of": ScorerParams["best-of"];
  /** Arithmetic over the values of the inner scorers. Passes from 0.5. */
  expression: {
    /** The arithmetic, such as `0.7 * close + 0.3 * max(a, b)`, over the names of the scores. */
    expression: string;
    /** The inner scorers, each by name or with its settings. */
    scorers: Array<ScorerReference>;
  };
  /** `expression`. */
  multi: ScorerParams["expression"];
  /** `expression`. */
  "multi-grader": ScorerParams["expression"];
}

/** Those that cannot do without parameters. */
export type NeedsParams = "regex" | "pattern-match" | "matches" | "regex-match" | "matches-regex" | "cost" | "json-schema" | "matches-json-schema" | "called-tool" | "tool-used" | "trajectory:tool-used" | "rubric" | "llm-rubric" | "g-eval" | "aspect-critic" | "simple-criteria-score" | "rubrics-score" | "aspect-critique" | "llm-as-judge" | "create-llm-as-judge" | "closed-qa" | "model-graded-closedqa" | "checklist" | "classify" | "llm-classifier" | "tone" | "tone-consistency" | "topic-adherence" | "topic-adherence-score" | "javascript" | "js" | "all" | "assert-set" | "all-of" | "and" | "any" | "any-of" | "or" | "none" | "none-of" | "nor" | "weighted-mean" | "weighted-average" | "mean-of" | "average-of" | "best-of" | "max-of" | "expression" | "multi" | "multi-grader";
