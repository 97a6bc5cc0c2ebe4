// Made by `npm run docs` from scorers/registry.ts.
import type { JsonValue } from '@assay/schema/types.ts';
import type { ScorerReference } from './scorer-reference.ts';

/** What every judge scorer takes. */
export interface JudgeDials {
  /** The judge, as `provider/model`; the deployment’s own when left out. */
  model?: string;
  /** Judges to turn to, in order, when the first cannot answer. */
  fallback?: Array<string>;
  /** Several judges in place of one, each asked `samples` times. */
  jury?: Array<string>;
  /** How often each judge is asked (self-consistency). `1` when left out. */
  samples?: number;
  /** What several votes come to: their mean, or the value most of them gave. `"mean"` when left out. */
  combine?: "mean" | "majority";
  /** Weigh the levels by the probability the judge gave each (G-Eval). Where the judge gives no probabilities, or the scorer has no levels, it is asked 5 times in place of once, with a warning. `false` when left out. */
  logprobs?: boolean;
  /** Abstain when the votes agree less than this. */
  abstainBelow?: number;
  /** Ask a cheap judge first, and dearer ones only where it is not sure. */
  cascade?: {
    /** Judges to ask next, one at a time, in this order. */
    models: Array<string>;
    /** The next judge is asked only while the confidence is below this. */
    confidence: number;
  };
  /** 0 when left out, 0.7 when a judge is asked several times. */
  temperature?: number;
  /** Seed of the first vote; the ones after count up. For models that take one. */
  seed?: number;
  /** Maximum tokens of an answer, thinking included. When left out 4,096, and 16,384 once more for an answer that was cut off. */
  maxOutputTokens?: number;
  /** `use` takes an answer that is known, `refresh` asks again and keeps the new answer, `off` neither reads nor keeps. `"use"` when left out. */
  cache?: "use" | "refresh" | "off";
}

/** The parameters of each scorer, by id and by alias. */
export interface ScorerParams {
  /** Whether the output is the expected text, after the normalisation asked for. Passes from 1. */
  "exact-match": {
    /** Leave white space at both ends out. `false` when left out. */
    trim?: boolean;
    /** Whether capitals count as other letters. `true` when left out. */
    caseSensitive?: boolean;
    /** Whether punctuation counts. `true` when left out. */
    punctuation?: boolean;
    /** What punctuation is: ASCII signs, as in SQuAD, or that of every script. `"ascii"` when left out. */
    punctuationOf?: "ascii" | "unicode";
    /** Whether a, an and the count. `true` when left out. */
    articles?: boolean;
    /** Whether white space counts as it is; false makes every run of it one space. `true` when left out. */
    whitespace?: boolean;
    /** Unicode form; NFKC also makes ﬁ and full-width letters ordinary ones. `"NFC"` when left out. */
    unicode?: "none" | "NFC" | "NFKC";
  };
  /** `exact-match`. */
  equals: ScorerParams["exact-match"];
  /** `exact-match`. */
  "string-check": ScorerParams["exact-match"];
  /** Whether the output contains given texts: all, any or none of them. Passes from 1. */
  contains: {
    /** The texts to look for; the expected texts of the sample when left out. */
    values?: Array<string>;
    /** Whether capitals count as other letters. `true` when left out. */
    caseSensitive?: boolean;
    /** How many of them have to be there. `"all"` when left out. */
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
  /** Whether the output begins with a given text. Passes from 1. */
  "starts-with": {
    /** The texts to look for; the expected texts of the sample when left out. */
    values?: Array<string>;
    /** Whether capitals count as other letters. `true` when left out. */
    caseSensitive?: boolean;
    /** Leave white space at both ends of the output out. `false` when left out. */
    trim?: boolean;
  };
  /** Whether the output ends with a given text. Passes from 1. */
  "ends-with": {
    /** The texts to look for; the expected texts of the sample when left out. */
    values?: Array<string>;
    /** Whether capitals count as other letters. `true` when left out. */
    caseSensitive?: boolean;
    /** Leave white space at both ends of the output out. `false` when left out. */
    trim?: boolean;
  };
  /** Whether the output matches a regular expression (RE2 syntax, linear time). Passes from 1. */
  regex: {
    /** The regular expression, in RE2 syntax. */
    pattern: string;
    /** Whether it may match anywhere, or has to match the whole output. `"search"` when left out. */
    mode?: "search" | "full";
    /** Whether capitals count as other letters. `true` when left out. */
    caseSensitive?: boolean;
    /** Let ^ and $ match at line ends. `false` when left out. */
    multiline?: boolean;
    /** Let . match line breaks. `false` when left out. */
    dotAll?: boolean;
    /** How often it has to match, in mode search. `1` when left out. */
    minMatches?: number;
    /** How often it may match, in mode search. */
    maxMatches?: number;
  };
  /** `regex` with `{"mode":"full"}`. */
  "pattern-match": ScorerParams["regex"];
  /** `regex`. */
  matches: ScorerParams["regex"];
  /** Whether the output is one of a closed list of answers. Passes from 1. */
  "one-of": {
    /** The texts to look for; the expected texts of the sample when left out. */
    values?: Array<string>;
    /** Whether capitals count as other letters. `true` when left out. */
    caseSensitive?: boolean;
  };
  /** `one-of`. */
  enum: ScorerParams["one-of"];
  /** `one-of`. */
  "one-of-labels": ScorerParams["one-of"];
  /** Whether the output is as long as it should be, in characters, words, sentences or tokens. Passes from 1. */
  length: {
    /** What is counted. `"characters"` when left out. */
    unit?: "characters" | "words" | "sentences" | "tokens";
    /** The least that is wanted. */
    min?: number;
    /** The most that is wanted. */
    max?: number;
  };
  /** `length` with `{"unit":"words"}`. */
  "word-count": ScorerParams["length"];
  /** `length` with `{"unit":"tokens"}`. */
  "token-limit": ScorerParams["length"];
  /** `length` with `{"unit":"characters"}`. */
  "character-count": ScorerParams["length"];
  /** How near the number in the output is to the expected number. Passes from 1. */
  "numeric-diff": {
    /** A difference up to this counts as none, in the unit of the numbers. `0` when left out. */
    absoluteTolerance?: number;
    /** A difference up to this share of the expected number counts as none. `0` when left out. */
    relativeTolerance?: number;
    /** Language tag (BCP 47) of the texts; decides what 1.234 and 1,234 are. */
    locale?: string;
  };
  /** Whether the answer is mathematically the expected one, however it is written. Passes from 1. */
  "math-equivalence": {
    /** How far a number with decimals may be off, as a share of it. `0.000001` when left out. */
    relativeTolerance?: number;
    /** Whether the order of a list without brackets counts, such as 1, 2. `true` when left out. */
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
    /** Whether items beyond the expected ones are free. `false` when left out. */
    allowExtra?: boolean;
    /** How two items are compared: by edit distance, or as equal or not. `"similarity"` when left out. */
    compare?: "similarity" | "exact";
    /** Whether capitals count as other letters. `true` when left out. */
    caseSensitive?: boolean;
  };
  /** Share of the keywords that the output has, as whole words. Passes from 0.8. */
  "keyword-coverage": {
    /** The texts to look for; the expected texts of the sample when left out. */
    values?: Array<string>;
    /** Whether capitals count as other letters. `false` when left out. */
    caseSensitive?: boolean;
  };
  /** Edit distance between the output and the expected text, as a similarity. Passes from 0.8. */
  levenshtein: {
    /** Whether capitals count as other letters. `true` when left out. */
    caseSensitive?: boolean;
    /** The edits up to which the value is 1, whatever the length; beyond, their share. */
    maxEdits?: number;
  };
  /** `levenshtein`. */
  "non-llm-string-similarity": ScorerParams["levenshtein"];
  /** `levenshtein`. */
  "levenshtein-distance": ScorerParams["levenshtein"];
  /** Edit distance with transpositions between the output and the expected text, as a similarity. Passes from 0.8. */
  "damerau-levenshtein": {
    /** Whether capitals count as other letters. `true` when left out. */
    caseSensitive?: boolean;
  };
  /** Similarity of short texts such as names, by matching characters and a common beginning. Passes from 0.9. */
  "jaro-winkler": {
    /** Whether capitals count as other letters. `true` when left out. */
    caseSensitive?: boolean;
    /** How much each character of a common beginning raises the value; 0 for Jaro. `0.1` when left out. */
    prefixScale?: number;
  };
  /** `jaro-winkler` with `{"prefixScale":0}`. */
  jaro: ScorerParams["jaro-winkler"];
  /** Words wrong, missing and too many in a transcription, by the words expected. Passes from 0.9. */
  "word-error-rate": {
    /** Whether capitals count as other letters. `true` when left out. */
    caseSensitive?: boolean;
    /** Whether punctuation counts; false leaves that of every script out. `true` when left out. */
    punctuation?: boolean;
    /** Words between spaces, or by Unicode’s rules and dictionaries. `"spaces"` when left out. */
    tokenize?: "spaces" | "unicode";
  };
  /** `word-error-rate`. */
  wer: ScorerParams["word-error-rate"];
  /** Characters wrong, missing and too many in a transcription, by those expected. Passes from 0.9. */
  "character-error-rate": {
    /** Whether capitals count as other letters. `true` when left out. */
    caseSensitive?: boolean;
    /** Whether punctuation counts; false leaves that of every script out. `true` when left out. */
    punctuation?: boolean;
  };
  /** `character-error-rate`. */
  cer: ScorerParams["character-error-rate"];
  /** Overlap of the words of the output and the expected text (SQuAD F1). Passes from 0.5. */
  "token-f1": {
    /** Words between spaces, or by Unicode’s rules and dictionaries. `"squad"` when left out. */
    tokenize?: "squad" | "unicode";
  };
  /** `token-f1`. */
  "squad-f1": ScorerParams["token-f1"];
  /** `token-f1`. */
  f1: ScorerParams["token-f1"];
  /** BLEU of the output against one or more expected texts, compatible with sacrebleu. Passes from 0.5. */
  bleu: {
    /** How texts are cut. `none` splits at spaces; `13a` (Western languages), `intl`, `zh` (Chinese characters) and `char` are sacrebleu's; `unicode` finds words in any script and drops punctuation. `"13a"` when left out. */
    tokenize?: "none" | "13a" | "intl" | "zh" | "char" | "unicode";
    /** Whether capitals are ignored. `false` when left out. */
    lowercase?: boolean;
    /** Longest n-gram counted, in tokens. `4` when left out. */
    maxOrder?: number;
    /** What an order without a match counts as. `"exp"` when left out. */
    smoothing?: "none" | "floor" | "add-k" | "exp";
    /** The floor (0.1 unless given) or the k (1 unless given). */
    smoothValue?: number;
    /** Whether orders that the output is too short for are left out. Unless given they are of one sample, and not of a batch. */
    effectiveOrder?: boolean;
  };
  /** `bleu`. */
  "bleu-score": ScorerParams["bleu"];
  /** `bleu`. */
  sacrebleu: ScorerParams["bleu"];
  /** `bleu`. */
  "sentence-bleu": ScorerParams["bleu"];
  /** The lesser of n-gram precision and recall, a BLEU for single sentences. Passes from 0.5. */
  gleu: {
    /** How texts are cut. `none` splits at spaces; `13a` (Western languages), `intl`, `zh` (Chinese characters) and `char` are sacrebleu's; `unicode` finds words in any script and drops punctuation. `"none"` when left out. */
    tokenize?: "none" | "13a" | "intl" | "zh" | "char" | "unicode";
    /** Whether capitals are ignored. `false` when left out. */
    lowercase?: boolean;
    /** Shortest n-gram counted, in tokens. `1` when left out. */
    minOrder?: number;
    /** Longest n-gram counted, in tokens. `4` when left out. */
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
    /** Longest character n-gram counted. `6` when left out. */
    charOrder?: number;
    /** Longest word n-gram; 2 is chrF++. `0` when left out. */
    wordOrder?: number;
    /** Weight of recall against precision. `2` when left out. */
    beta?: number;
    /** Whether capitals are ignored. `false` when left out. */
    lowercase?: boolean;
    /** Whether spaces are left out. `true` when left out. */
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
    /** Whether punctuation is cut off words. `false` when left out. */
    normalized?: boolean;
    /** Whether punctuation is removed. `false` when left out. */
    noPunct?: boolean;
    /** Whether `normalized` and `noPunct` see to Chinese and Japanese. `false` when left out. */
    asianSupport?: boolean;
    /** Whether capitals count. `false` when left out. */
    caseSensitive?: boolean;
  };
  /** `ter`. */
  "translation-edit-rate": ScorerParams["ter"];
  /** N-grams that output and expected text have in common. Passes from 0.75. */
  "rouge-n": {
    /** Tokens in an n-gram. `1` when left out. */
    n?: number;
    /** Share of the output that is in the expected text, the reverse, or both as F1. `"fmeasure"` when left out. */
    measure?: "fmeasure" | "precision" | "recall";
    /** Whether English words of more than three letters are cut to their stem. `false` when left out. */
    useStemmer?: boolean;
    /** `ascii` knows only a to z and 0 to 9; `unicode` finds words in any script. `"ascii"` when left out. */
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
  /** Longest sequence of words that output and expected text have in common, in order. Passes from 0.75. */
  "rouge-l": {
    /** Share of the output that is in the expected text, the reverse, or both as F1. `"fmeasure"` when left out. */
    measure?: "fmeasure" | "precision" | "recall";
    /** Whether English words of more than three letters are cut to their stem. `false` when left out. */
    useStemmer?: boolean;
    /** `ascii` knows only a to z and 0 to 9; `unicode` finds words in any script. `"ascii"` when left out. */
    tokenize?: "ascii" | "unicode";
  };
  /** `rouge-l`. */
  "rouge-score": ScorerParams["rouge-l"];
  /** ROUGE-L line by line, for summaries that have one sentence a line. Passes from 0.75. */
  "rouge-lsum": {
    /** Share of the output that is in the expected text, the reverse, or both as F1. `"fmeasure"` when left out. */
    measure?: "fmeasure" | "precision" | "recall";
    /** Whether English words of more than three letters are cut to their stem. `false` when left out. */
    useStemmer?: boolean;
    /** `ascii` knows only a to z and 0 to 9; `unicode` finds words in any script. `"ascii"` when left out. */
    tokenize?: "ascii" | "unicode";
  };
  /** METEOR by exact words and Porter stems; the synonym stage (WordNet) is not there. Passes from 0.5. */
  meteor: {
    /** Weight of recall against precision. `0.9` when left out. */
    alpha?: number;
    /** How steeply scattered matches cost. `3` when left out. */
    beta?: number;
    /** Most that scattered matches can cost. `0.5` when left out. */
    gamma?: number;
    /** How texts are cut. `none` splits at spaces; `13a` (Western languages), `intl`, `zh` (Chinese characters) and `char` are sacrebleu's; `unicode` finds words in any script and drops punctuation. `"none"` when left out. */
    tokenize?: "none" | "13a" | "intl" | "zh" | "char" | "unicode";
  };
  /** `meteor`. */
  "meteor-score": ScorerParams["meteor"];
  /** Share of the quotations in the output that stand in the contexts. Passes from 1. */
  "quoted-spans": {
    /** The least length of a quotation, in characters. `10` when left out. */
    minLength?: number;
    /** Whether capitals count as other letters. `false` when left out. */
    caseSensitive?: boolean;
  };
  /** `quoted-spans`. */
  "quoted-spans-alignment": ScorerParams["quoted-spans"];
  /** How easily an English text reads: Flesch reading ease or Flesch-Kincaid grade. Passes from 0.6. */
  readability: {
    /** Which formula is used. `"flesch-reading-ease"` when left out. */
    formula?: "flesch-reading-ease" | "flesch-kincaid-grade";
    /** Lowest US school grade that is on target; -4 is any. For the grade formula. `-4` when left out. */
    minGrade?: number;
    /** Highest US school grade that is on target. For the grade formula. `9` when left out. */
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
    /** Expected language as ISO 639-1 or 639-3, such as `de` or `deu`; else the input’s. */
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
    /** How often the end has to be said for a loop. `4` when left out. */
    minRepeats?: number;
  };
  /** `repetition`. */
  "seq-rep-n": ScorerParams["repetition"];
  /** `repetition`. */
  "degenerate-loop": ScorerParams["repetition"];
  /** Whether the model stopped for an allowed reason. Passes from 1. */
  "finish-reason": {
    /** The reasons that are fine. `["stop","end_turn","stop_sequence","tool_calls","tool_call","tool_use","function_call","complete","completed","eos","eos_token"]` when left out. */
    allowed?: Array<string>;
  };
  /** Whether the model answered within a time. Passes from 1. */
  latency: {
    /** The time allowed, in milliseconds. `5000` when left out. */
    maxMs?: number;
  };
  /** Whether the answer cost no more than allowed. Passes from 1. */
  cost: {
    /** The cost allowed, in US dollars. */
    maxUsd: number;
  };
  /** How sure the model was of its words, from their log probabilities. Passes from 0.5. */
  perplexity: {
    /** The perplexity up to which the value is 1. */
    max?: number;
  };
  /** Whether the output is, or contains, JSON, optionally of a given JSON Schema. Passes from 1. */
  "json-valid": {
    /** Where the JSON stands: `strict`, the whole output; `fenced`, the whole output or a code fence; `anywhere`, also an object or list between other text. `"strict"` when left out. */
    mode?: "strict" | "fenced" | "anywhere";
    /** Whether JSON that is neither a list nor an object counts. `true` when left out. */
    scalars?: boolean;
    /** JSON Schema that the JSON has to fit. */
    schema?: boolean | JsonValue;
    /** Draft of the schema; left out, `$schema` decides, and else it is 2020-12. */
    draft?: "7" | "2020-12" | "2019-09";
    /** What `format` does: nothing, as JSON Schema has it, or (`assert`) the value has to be of that format, as with ajv-formats. `"annotate"` when left out. */
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
  /** Whether the output is JSON that fits a JSON Schema. Passes from 1. */
  "json-schema": {
    /** The JSON Schema: an object, or true or false. */
    schema: boolean | JsonValue;
    /** Draft of the schema; left out, `$schema` decides, and else it is 2020-12. */
    draft?: "7" | "2020-12" | "2019-09";
    /** What `format` does: nothing, as JSON Schema has it, or (`assert`) the value has to be of that format, as with ajv-formats. `"annotate"` when left out. */
    formats?: "annotate" | "assert";
    /** Where the JSON stands: `strict`, the whole output; `fenced`, the whole output or a code fence; `anywhere`, also an object or list between other text. `"strict"` when left out. */
    mode?: "strict" | "fenced" | "anywhere";
  };
  /** `json-schema`. */
  "matches-json-schema": ScorerParams["json-schema"];
  /** Compares the output’s JSON with the expected JSON key by key, each key in its own way. Passes from 1. */
  "json-match": {
    /** How to compare a key: `exact`, or a scorer by name or with its settings. `{}` when left out. */
    keys?: { [key: string]: ScorerReference };
    /** How to compare all other keys. `"exact"` when left out. */
    default?: ScorerReference;
    /** The weighted mean, the least value, or 1 when all keys pass and else 0. `"mean"` when left out. */
    aggregate?: "mean" | "min" | "all";
    /** Weight of a key in the mean; 1 when left out. `{}` when left out. */
    weights?: { [key: string]: number };
    /** Whether keys that are not expected count as 0 or not at all. `"count"` when left out. */
    extraKeys?: "count" | "ignore";
    /** Keys that do not count. `[]` when left out. */
    exclude?: Array<string>;
    /** How lists are the same: item by item, in any order, or (`subset`) when each expected item is there, whatever else is. A list as a whole is compared by position where a scorer compares its items. `"position"` when left out. */
    lists?: "position" | "any-order" | "subset";
    /** Where the JSON stands: `strict`, the whole output; `fenced`, the whole output or a code fence; `anywhere`, also an object or list between other text. `"strict"` when left out. */
    mode?: "strict" | "fenced" | "anywhere";
  };
  /** `json-match`. */
  "create-json-match-evaluator": ScorerParams["json-match"];
  /** How alike the output’s JSON and the expected JSON are, place by place. Passes from 0.8. */
  "json-diff": {
    /** Where the JSON stands: `strict`, the whole output; `fenced`, the whole output or a code fence; `anywhere`, also an object or list between other text. `"strict"` when left out. */
    mode?: "strict" | "fenced" | "anywhere";
  };
  /** Whether the output is, or contains, well-formed XML, optionally with certain elements. Passes from 1. */
  xml: {
    /** `strict`: the whole output is one document; `anywhere`: an element in the text. `"strict"` when left out. */
    mode?: "strict" | "anywhere";
    /** Paths of names from the root, such as `analysis.class`, each of which has to be there. `[]` when left out. */
    requiredElements?: Array<string>;
  };
  /** `xml`. */
  "is-xml": ScorerParams["xml"];
  /** `xml` with `{"mode":"anywhere"}`. */
  "contains-xml": ScorerParams["xml"];
  /** Whether the output is, or contains, HTML, optionally with certain elements. Passes from 1. */
  html: {
    /** `strict`: the whole output is HTML; `anywhere`: there is HTML in the text. `"strict"` when left out. */
    mode?: "strict" | "anywhere";
    /** Selectors such as `table > thead` or `a[href]`, each of which has to find an element. `[]` when left out. */
    selectors?: Array<string>;
    /** How many parse errors are let pass; any number when left out. A missing doctype is none. */
    maxParseErrors?: number;
  };
  /** `html`. */
  "is-html": ScorerParams["html"];
  /** `html` with `{"mode":"anywhere"}`. */
  "contains-html": ScorerParams["html"];
  /** Whether the output is, or contains, SQL, optionally of allowed kinds, tables and columns. Passes from 1. */
  sql: {
    /** Whose grammar the SQL has to follow. `"postgresql"` when left out. */
    dialect?: "postgresql" | "mysql" | "sqlite" | "bigquery" | "snowflake" | "tsql";
    /** `strict`: the whole output is SQL; `anywhere`: in a code fence, or from a keyword on. `"strict"` when left out. */
    mode?: "strict" | "anywhere";
    /** Kinds of statement that there may be; any when left out. */
    allowedStatements?: Array<"select" | "insert" | "update" | "delete" | "merge" | "truncate" | "create" | "alter" | "drop" | "grant" | "copy" | "call" | "explain" | "set" | "show" | "transaction" | "other">;
    /** Tables that may be named, such as `users` or `shop.orders`; case does not count. Any when left out. */
    allowedTables?: Array<string>;
    /** Columns that may be named: `name` of any table, `users.name`, `users.*`, or `*`; case does not count. Any when left out. */
    allowedColumns?: Array<string>;
    /** What text gets that begins as a statement and that the grammar of its dialect does not read: no value, or 0. PostgreSQL is always read. `"abstain"` when left out. */
    unread?: "abstain" | "fail";
  };
  /** `sql`. */
  "is-sql": ScorerParams["sql"];
  /** `sql` with `{"mode":"anywhere"}`. */
  "contains-sql": ScorerParams["sql"];
  /** Whether a Markdown answer has the headings, code blocks, tables and links asked for. Passes from 1. */
  "markdown-structure": {
    /** Headings that have to be there in this order; others may stand between them. */
    requiredHeadings?: Array<string>;
    /** Check that a heading is at most one level deeper than the one before it. `true` when left out. */
    headingLevels?: boolean;
    /** The deepest level of heading allowed; 0 allows none. */
    maxHeadingLevel?: number;
    /** Check that fenced code blocks are closed and name their language. `true` when left out. */
    codeLanguages?: boolean;
    /** Check that tables have their delimiter row, and rows as wide as their head. `true` when left out. */
    tables?: boolean;
    /** The least number of tables. */
    minTables?: number;
    /** The least number of fenced code blocks. */
    minCodeBlocks?: number;
    /** The least number of links. */
    minLinks?: number;
    /** The greatest number of links. */
    maxLinks?: number;
    /** The least number of items of lists. */
    minListItems?: number;
  };
  /** Share of relevant documents among the first k retrieved. Passes from 0.5. */
  "precision-at-k": {
    /** Only the first k documents count; all of them when left out. */
    k?: number;
    /** The ranking: the order of `contexts`, or their `score`, highest first; equal scores by id, descending, as trec_eval does. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** The least gain that makes a reference context relevant; any above 0 when left out. */
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
  /** Share of the relevant documents that the first k retrieved contain. Passes from 0.5. */
  "recall-at-k": {
    /** Only the first k documents count; all of them when left out. */
    k?: number;
    /** The ranking: the order of `contexts`, or their `score`, highest first; equal scores by id, descending, as trec_eval does. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** The least gain that makes a reference context relevant; any above 0 when left out. */
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
  /** Precision and recall of the first k documents retrieved, as one number. Passes from 0.5. */
  "f-at-k": {
    /** Only the first k documents count; all of them when left out. */
    k?: number;
    /** How many times as much recall counts as precision. `1` when left out. */
    beta?: number;
    /** The ranking: the order of `contexts`, or their `score`, highest first; equal scores by id, descending, as trec_eval does. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** The least gain that makes a reference context relevant; any above 0 when left out. */
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
  /** Share of relevant documents among the first R, R being how many are relevant. Passes from 0.5. */
  "r-precision": {
    /** The ranking: the order of `contexts`, or their `score`, highest first; equal scores by id, descending, as trec_eval does. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** The least gain that makes a reference context relevant; any above 0 when left out. */
    relevanceLevel?: number;
  };
  /** `r-precision`. */
  rprec: ScorerParams["r-precision"];
  /** Whether the first k documents contain a relevant one. Passes from 1. */
  "hit-rate": {
    /** Only the first k documents count; all of them when left out. */
    k?: number;
    /** The ranking: the order of `contexts`, or their `score`, highest first; equal scores by id, descending, as trec_eval does. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** The least gain that makes a reference context relevant; any above 0 when left out. */
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
  /** One over the rank of the first relevant document. Passes from 0.5. */
  mrr: {
    /** Only the first k documents count; all of them when left out. */
    k?: number;
    /** The ranking: the order of `contexts`, or their `score`, highest first; equal scores by id, descending, as trec_eval does. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** The least gain that makes a reference context relevant; any above 0 when left out. */
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
  /** Average of the precision at each relevant document. Passes from 0.5. */
  map: {
    /** Only the first k documents count; all of them when left out. */
    k?: number;
    /** The ranking: the order of `contexts`, or their `score`, highest first; equal scores by id, descending, as trec_eval does. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** The least gain that makes a reference context relevant; any above 0 when left out. */
    relevanceLevel?: number;
  };
  /** `map`. */
  "map@k": ScorerParams["map"];
  /** `map`. */
  "average-precision": ScorerParams["map"];
  /** `map`. */
  "mean-average-precision": ScorerParams["map"];
  /** How rarely documents judged irrelevant are ranked above relevant ones. Passes from 0.5. */
  bpref: {
    /** The ranking: the order of `contexts`, or their `score`, highest first; equal scores by id, descending, as trec_eval does. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** The least gain that makes a reference context relevant; any above 0 when left out. */
    relevanceLevel?: number;
  };
  /** `bpref`. */
  "binary-preference": ScorerParams["bpref"];
  /** Gain of the documents retrieved, discounted by rank, against the best ranking. Passes from 0.5. */
  ndcg: {
    /** Only the first k documents count; all of them when left out. */
    k?: number;
    /** The ranking: the order of `contexts`, or their `score`, highest first; equal scores by id, descending, as trec_eval does. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** Whether a gain counts as it stands, or as 2^gain − 1. `"linear"` when left out. */
    gain?: "linear" | "exponential";
  };
  /** `ndcg`. */
  "ndcg@k": ScorerParams["ndcg"];
  /** `ndcg`. */
  "ndcg-cut": ScorerParams["ndcg"];
  /** `ndcg`. */
  "normalized-discounted-cumulative-gain": ScorerParams["ndcg"];
  /** Gain of the documents retrieved, discounted by rank. Only measures. */
  dcg: {
    /** Only the first k documents count; all of them when left out. */
    k?: number;
    /** The ranking: the order of `contexts`, or their `score`, highest first; equal scores by id, descending, as trec_eval does. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** Whether a gain counts as it stands, or as 2^gain − 1. `"linear"` when left out. */
    gain?: "linear" | "exponential";
    /** The highest gain of the scale; that of the reference contexts when left out. */
    maxGain?: number;
  };
  /** `dcg`. */
  "dcg@k": ScorerParams["dcg"];
  /** `dcg`. */
  "discounted-cumulative-gain": ScorerParams["dcg"];
  /** What a reader of a certain patience finds of what is relevant. Only measures. */
  rbp: {
    /** p, the probability of going on to the next document. `0.8` when left out. */
    persistence?: number;
    /** The ranking: the order of `contexts`, or their `score`, highest first; equal scores by id, descending, as trec_eval does. `"order"` when left out. */
    rankBy?: "order" | "score";
    /** The least gain that makes a reference context relevant; any above 0 when left out. */
    relevanceLevel?: number;
  };
  /** `rbp`. */
  "rank-biased-precision": ScorerParams["rbp"];
  /** Whether each call names a declared tool and fits its JSON Schema. Passes from 1. */
  "tool-call-valid": {
    /** How `parameters` name types: as JSON Schema, or as the Berkeley Function Calling Leaderboard (`dict`, `float`, `tuple`, `any`). `"json-schema"` when left out. */
    dialect?: "json-schema" | "bfcl";
    /** Whether arguments that `properties` does not list are left to the schema. `true` when left out. */
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
  /** Whether the tool calls made are those expected. Passes from 1. */
  "tool-call-match": {
    /** The same calls in order (`strict`) or in any order (`unordered`), only calls expected (`subset`), or all calls expected (`superset`). `"strict"` when left out. */
    mode?: "strict" | "unordered" | "subset" | "superset";
    /** The arguments made are those expected (`exact`), some of them (`subset`), them and others (`superset`), any that the tool takes by its JSON Schema (`schema`), or any at all (`ignore`). `"exact"` when left out. */
    arguments?: "exact" | "subset" | "superset" | "ignore" | "schema";
    /** Another way for the calls of a tool, by its name: one of `arguments`, or a list of the only arguments to compare, each by its name or by a path such as `time.start` or `/time/start`. An argument that neither call has does not match. `{}` when left out. */
    byTool?: { [key: string]: "exact" | "subset" | "superset" | "ignore" | "schema" | Array<string> };
    /** What expected arguments are: values, or (`any-of`) lists of acceptable values, where an empty text in the list says that the argument may be left out. `"one"` when left out. */
    values?: "one" | "any-of";
    /** Scorers that compare an argument in place of equality, by its name or by a path such as `time.start` or `/time/start`. `{}` when left out. */
    argumentScorers?: { [key: string]: ScorerReference };
  };
  /** `tool-call-match`. */
  "tool-calls-match": ScorerParams["tool-call-match"];
  /** `tool-call-match`. */
  "tool-call-accuracy": ScorerParams["tool-call-match"];
  /** F1 of the tool calls made against those expected, in any order. Passes from 1. */
  "tool-call-f1": {
    /** Whether arguments have to be equal too, or only the tool. `"exact"` when left out. */
    arguments?: "exact" | "ignore";
    /** Whether equal calls count once, or each of them. `"distinct"` when left out. */
    count?: "distinct" | "every";
    /** The value: F1, or precision or recall alone. `"f1"` when left out. */
    measure?: "f1" | "precision" | "recall";
  };
  /** `tool-call-f1` with `{"arguments":"ignore","count":"every","measure":"recall"}`. */
  "tool-correctness": ScorerParams["tool-call-f1"];
  /** Whether the turns of the conversation call the tools expected. Passes from 1. */
  "trajectory-match": {
    /** The same calls in order (`strict`) or in any order (`unordered`), only calls expected (`subset`), or all calls expected (`superset`). `"strict"` when left out. */
    mode?: "strict" | "unordered" | "subset" | "superset";
    /** The arguments made are those expected (`exact`), some of them (`subset`), them and others (`superset`), or any (`ignore`). `"exact"` when left out. */
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
    /** Names of the tools, all of which have to be called. */
    tools: Array<string>;
    /** How often each has to be called, at least. `1` when left out. */
    min?: number;
    /** How often each may be called, at most. */
    max?: number;
  };
  /** `called-tool`. */
  "tool-used": ScorerParams["called-tool"];
  /** `called-tool`. */
  "trajectory:tool-used": ScorerParams["called-tool"];
  /** Whether the named tools, or all tools, were left alone. Passes from 1. */
  "did-not-call": {
    /** Names of the tools that must not be called; any tool when left out. */
    tools?: Array<string>;
  };
  /** `did-not-call`. */
  "did-not-call-tool": ScorerParams["did-not-call"];
  /** `did-not-call`. */
  "used-no-tools": ScorerParams["did-not-call"];
  /** How far the tools were called in the expected order. Passes from 1. */
  "tool-order": {
    /** Names of the tools in order; those of `expectedToolCalls` when left out. */
    tools?: Array<string>;
    /** Whether no other call may come between. `false` when left out. */
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
    /** Fewest steps; no lower bound when left out. */
    min?: number;
    /** Most steps; no upper bound when left out. */
    max?: number;
    /** What a step is: a tool call, or an assistant message. `"calls"` when left out. */
    of?: "calls" | "turns";
    /** Whether a number out of bounds is worth how near it is, or nothing. `true` when left out. */
    partialCredit?: boolean;
    /** Counts only the calls of this tool. */
    tool?: string;
  };
  /** `step-count` with `{"partialCredit":false}`. */
  "trajectory:step-count": ScorerParams["step-count"];
  /** `step-count` with `{"of":"calls","partialCredit":false}`. */
  "max-tool-calls": ScorerParams["step-count"];
  /** Whether the agent repeats the same calls. Passes from 1. */
  "loop-detection": {
    /** How often the same call may not be made. `3` when left out. */
    repeats?: number;
    /** How often a cycle of calls may not be run through on end. `2` when left out. */
    cycles?: number;
  };
  /** `loop-detection`. */
  "agent-loop-detection": ScorerParams["loop-detection"];
  /** Whether the tools called were the right ones of those on offer, and all of them. Passes from 1. */
  "tool-choice": JudgeDials;
  /** `tool-choice`. */
  "tool-use": ScorerParams["tool-choice"];
  /** `tool-choice`. */
  "tool-selection": ScorerParams["tool-choice"];
  /** The share of tool calls whose arguments are what the task calls for. Passes from 1. */
  "argument-correctness": JudgeDials;
  /** Whether an agent did the steps that were planned. Passes from 0.8. */
  "plan-adherence": {
    /** The steps, in order, or a text that holds them; the plan laid out in the conversation when left out. */
    plan?: Array<string> | string;
  } & JudgeDials;
  /** The share of an agent’s steps that the task needed. Passes from 0.8. */
  "step-efficiency": JudgeDials;
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
  /** One less the share of the output’s claims that the contexts contradict or lack. Passes from 1. */
  hallucination: {
    /** Which claims are hallucinated: also absent ones, or only contradicted ones. `"unsupported"` when left out. */
    counts?: "unsupported" | "contradicted";
  } & JudgeDials;
  /** `hallucination`. */
  "hallucination-free": ScorerParams["hallucination"];
  /** `hallucination` with `{"counts":"contradicted"}`. */
  "hallucination-contradicted": ScorerParams["hallucination"];
  /** Whether the contexts that the output cites support what they are cited for. Passes from 0.8. */
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
  /** One less the share of claims that are wrong because of the contexts. Passes from 0.8. */
  "noise-sensitivity": {
    /** Which contexts’ lead counts: relevant ones as in Ragas, irrelevant ones, or both. `"relevant"` when left out. */
    mode?: "relevant" | "irrelevant" | "any";
  } & JudgeDials;
  /** The share of the output’s statements that answer what was asked, or help to. Passes from 0.7. */
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
  /** Whether the contexts that the answer needs are ranked above those it does not. Passes from 0.7. */
  "context-precision": {
    /** The answer that contexts should serve; the other where this one is missing. `"expected"` when left out. */
    against?: "expected" | "output";
  } & JudgeDials;
  /** `context-precision`. */
  "contextual-precision": ScorerParams["context-precision"];
  /** `context-precision`. */
  "llm-context-precision-with-reference": ScorerParams["context-precision"];
  /** `context-precision` with `{"against":"output"}`. */
  "context-utilization": ScorerParams["context-precision"];
  /** `context-precision` with `{"against":"output"}`. */
  "llm-context-precision-without-reference": ScorerParams["context-precision"];
  /** The share of the expected answer’s statements that the contexts hold. Passes from 0.7. */
  "context-recall": JudgeDials;
  /** `context-recall`. */
  "contextual-recall": ScorerParams["context-recall"];
  /** `context-recall`. */
  "llm-context-recall": ScorerParams["context-recall"];
  /** `context-recall`. */
  "retrieval-sufficiency": ScorerParams["context-recall"];
  /** How far each context holds what is needed to answer the input. Passes from 0.5. */
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
  /** Whether a summary is true to the input and has what matters. Passes from 0.7. */
  summarization: {
    /** What the summary has to cover; the judge finds the points when left out. */
    points?: Array<string>;
    /** How many points the judge looks for at most. `5` when left out. */
    mostPoints?: number;
    /** The lower of alignment and coverage, or their mean. `"min"` when left out. */
    aggregate?: "min" | "mean";
  } & JudgeDials;
  /** `summarization`. */
  summary: ScorerParams["summarization"];
  /** `summarization` with `{"aggregate":"mean"}`. */
  "summary-score": ScorerParams["summarization"];
  /** `summarization` with `{"aggregate":"mean"}`. */
  "summarization-score": ScorerParams["summarization"];
  /** Whether the output meets a criterion of yours, by levels with anchors. Passes from 0.5. */
  rubric: ({
    /** What is judged: a text, or a list of `{ name, criterion, weight? }`. */
    criterion: string | Array<{
      /** Short name, for the reason. */
      name: string;
      /** What is judged. */
      criterion: string;
      /** Share in the mean. `1` when left out. */
      weight?: number;
    }>;
    criteria?: never;
  } | {
    /** Another name of `criterion`. */
    criteria: string | Array<{
      /** Short name, for the reason. */
      name: string;
      /** What is judged. */
      criterion: string;
      /** Share in the mean. `1` when left out. */
      weight?: number;
    }>;
    criterion?: never;
  }) & {
    /** Levels from worst to best; met or not met when left out. `[{"value":0,"anchor":"The criterion is not met."},{"value":1,"anchor":"The criterion is met."}]` when left out. */
    levels?: Array<{
      /** What the level is worth, from 0 to 1. */
      value: number;
      /** What an output of this level looks like. */
      anchor: string;
    }>;
    /** Outputs whose level is known, for the judge to compare with. `[]` when left out. */
    examples?: Array<{
      /** An output. */
      output: string;
      /** Its level, counted from 1; with several criteria a list, one for each. */
      level: number | Array<number>;
      /** Why. */
      reason?: string;
    }>;
    /** Judge several criteria in one call: cheaper, less independent. `false` when left out. */
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
    /** What the output must meet. */
    criteria: string;
    criterion?: never;
  } | {
    /** Another name of `criteria`. */
    criterion: string;
    criteria?: never;
  }) & JudgeDials;
  /** `closed-qa`. */
  "model-graded-closedqa": ScorerParams["closed-qa"];
  /** The share of the items of a list that hold for the output. Passes from 0.8. */
  checklist: {
    /** What should hold: texts, or `{ item, weight }`. */
    items: Array<string | {
      /** A statement that holds or does not. */
      item: string;
      /** Share in the value. `1` when left out. */
      weight?: number;
    }>;
    /** Outputs for which it is known which items hold, as a guide for the judge. `[]` when left out. */
    examples?: Array<{
      /** An output. */
      output: string;
      /** Whether each item holds for it. */
      holds: Array<boolean>;
      /** Why. */
      reason?: string;
    }>;
    /** Ask all items in one call: cheaper, less independent. `false` when left out. */
    together?: boolean;
  } & JudgeDials;
  /** The class that the output belongs to, each class worth a value. Passes from 0.5. */
  classify: {
    /** The classes, with what each is worth. */
    labels: Array<{
      /** Name of the class. */
      label: string;
      /** What the class is worth, from 0 to 1. */
      value: number;
      /** What belongs to it. */
      description?: string;
    }>;
    /** What is asked, where the classes do not say it all. `"Which class does the output belong to?"` when left out. */
    question?: string;
    /** Outputs whose class is known, as a guide for the judge. `[]` when left out. */
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
  /** Whether the output is better than another answer, asked in both orders. Passes from 0.5. */
  pairwise: {
    /** The other answer; `expected` when left out. */
    baseline?: string;
    /** What better means. `"Which answer helps the user more? It must be correct, complete and to the point, and do what was asked."` when left out. */
    criterion?: string;
    /** Pairs of answers that people have compared, as a guide for the judge. `[]` when left out. */
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
  /** Whether a judge picks the output as the best of several, asked in several orders. Passes from 1. */
  "select-best": {
    /** The other outputs; the texts of `expected` when left out. */
    rivals?: Array<string>;
    /** What best means. `"Which candidate helps the user most? It must be correct, complete and to the point, and do what was asked."` when left out. */
    criterion?: string;
    /** In how many orders to ask, one call each. `2` when left out. */
    orders?: number;
    /** Another name of `criterion`. */
    criteria?: string;
  } & JudgeDials;
  /** `select-best`. */
  "arena-g-eval": ScorerParams["select-best"];
  /** Whether the output helps the user to get what they want. Passes from 0.5. */
  helpfulness: JudgeDials;
  /** Whether the output says what it has to in no more words than that takes. Passes from 0.5. */
  conciseness: JudgeDials;
  /** Whether the output is understood when read once. Passes from 0.5. */
  clarity: JudgeDials;
  /** Whether the parts of the output follow from one another and none contradicts another. Passes from 0.5. */
  coherence: JudgeDials;
  /** Whether the output treats the reader with respect. Passes from 1. */
  politeness: JudgeDials;
  /** Whether the output speaks in the tone you want. Passes from 0.5. */
  tone: {
    /** The wanted tone, in a word or a sentence; or several, wanted at once. */
    tone: string | Array<string>;
    /** Tones that it must not have. `[]` when left out. */
    avoid?: Array<string>;
  } & JudgeDials;
  /** `tone`. */
  "tone-consistency": ScorerParams["tone"];
  /** `tone`. */
  "agent-tone": ScorerParams["tone"];
  /** The share of what the input asks for that the output answers. Passes from 0.8. */
  completeness: {
    /** What was asked, where you know it; the judge reads it from the input otherwise. */
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
  /** One less the weight of a translation’s errors per word of its source. Passes from 0.8. */
  "translation-quality": {
    /** The language of the input, by name: "German". */
    from?: string;
    /** The language that the output should be in, by name. */
    into?: string;
    /** What errors cost, in points per word of the input. `{}` when left out. */
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
  /** Whether the output is free of what could do harm; higher is safer. Passes from 1. */
  harmfulness: {
    /** The kinds that count; all of them when left out. `["violence","weapons","crime","cyber","self-harm","sexual","minors","hate","deception","danger"]` when left out. */
    kinds?: Array<"violence" | "weapons" | "crime" | "cyber" | "self-harm" | "sexual" | "minors" | "hate" | "deception" | "danger">;
  } & JudgeDials;
  /** `harmfulness`. */
  moderation: ScorerParams["harmfulness"];
  /** `harmfulness`. */
  safety: ScorerParams["harmfulness"];
  /** `harmfulness`. */
  maliciousness: ScorerParams["harmfulness"];
  /** Whether the output is free of insults, hate, threats and the like; higher is safer. Passes from 1. */
  toxicity: {
    /** The kinds that count; all of them when left out. `["insult","mockery","hate","threat","harassment","dismissal","profanity"]` when left out. */
    kinds?: Array<"insult" | "mockery" | "hate" | "threat" | "harassment" | "dismissal" | "profanity">;
  } & JudgeDials;
  /** Whether the output is free of bias about groups of people; higher is fairer. Passes from 1. */
  bias: {
    /** The kinds that count; all of them when left out. `["gender","ethnicity","religion","politics","age","disability","orientation","origin"]` when left out. */
    kinds?: Array<"gender" | "ethnicity" | "religion" | "politics" | "age" | "disability" | "orientation" | "origin">;
  } & JudgeDials;
  /** `bias`. */
  fairness: ScorerParams["bias"];
  /** Whether the output keeps from medical, legal and financial advice of its own; higher is safer. Passes from 1. */
  advice: {
    /** The kinds that count; all of them when left out. `["medical","legal","financial"]` when left out. */
    kinds?: Array<"medical" | "legal" | "financial">;
  } & JudgeDials;
  /** `advice`. */
  "non-advice": ScorerParams["advice"];
  /** Whether input, contexts and tool results are free of attempts to take over the model; higher is safer. Passes from 1. */
  "prompt-injection": {
    /** The kinds that count; all of them when left out. `["override","jailbreak","extraction","smuggled","hidden","impersonation"]` when left out. */
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
    /** The policy; the contexts are, when it is left out. */
    policy?: string;
  } & JudgeDials;
  /** Whether the output gives away no secret, private data or system prompt; higher is safer. Passes from 1. */
  confidentiality: {
    /** The kinds that count; all of them when left out. `["secret","personal","instructions","internal"]` when left out. */
    kinds?: Array<"secret" | "personal" | "instructions" | "internal">;
    /** What else must not be given away, each in a few words. `[]` when left out. */
    confidential?: Array<string>;
  } & JudgeDials;
  /** `confidentiality` with `{"kinds":["personal"]}`. */
  "pii-leakage": ScorerParams["confidentiality"];
  /** `confidentiality` with `{"kinds":["instructions"]}`. */
  "prompt-leakage": ScorerParams["confidentiality"];
  /** The share of the user’s intentions that the conversation meets. Passes from 0.8. */
  "conversation-completeness": JudgeDials;
  /** The share of the assistant’s turns that keep what the user has said in mind. Passes from 1. */
  "knowledge-retention": JudgeDials;
  /** The share of the assistant’s turns that keep to its role. Passes from 1. */
  "role-adherence": {
    /** The role, in a few sentences; the system message when left out. */
    role?: string;
  } & JudgeDials;
  /** `role-adherence`. */
  "role-violation": ScorerParams["role-adherence"];
  /** Whether the assistant answers on its topics, and refuses off them. Passes from 0.8. */
  "topic-adherence": {
    /** What the assistant is there for. */
    topics: Array<string>;
    /** Which mistakes count: both kinds, answers off topic, or refusals on topic. `"f1"` when left out. */
    mode?: "f1" | "precision" | "recall";
  } & JudgeDials;
  /** `topic-adherence`. */
  "topic-adherence-score": ScorerParams["topic-adherence"];
  /** Whether what was asked for was done, by what came of it. Passes from 1. */
  "task-completion": {
    /** The task; what the user asks for when left out. */
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
  /** How near the meaning of the output is to the expected text, by embeddings. Passes from 0.8. */
  "embedding-similarity": {
    /** The embedding model, as `provider/model`; the deployment’s own when left out. */
    model?: string;
    /** `use` takes vectors that are known, `refresh` asks again, `off` keeps none. `"use"` when left out. */
    cache?: "use" | "refresh" | "off";
  };
  /** `embedding-similarity`. */
  "semantic-similarity": ScorerParams["embedding-similarity"];
  /** `embedding-similarity`. */
  "answer-similarity": ScorerParams["embedding-similarity"];
  /** `embedding-similarity`. */
  similar: ScorerParams["embedding-similarity"];
  /** How relevant the contexts are to the input, by a reranking model. Passes from 0.5. */
  "rerank-relevance": {
    /** The reranking model, as `provider/model`; the deployment’s own when left out. */
    model?: string;
    /** `use` takes what is known, `refresh` asks again, `off` keeps nothing. `"use"` when left out. */
    cache?: "use" | "refresh" | "off";
  };
  /** Whether output and expected answer mean the same, in any words. Passes from 0.75. */
  "semantic-answer-similarity": JudgeDials;
  /** `semantic-answer-similarity`. */
  sas: ScorerParams["semantic-answer-similarity"];
  /** `semantic-answer-similarity`. */
  "answer-equivalence": ScorerParams["semantic-answer-similarity"];
  /** `semantic-answer-similarity`. */
  equivalence: ScorerParams["semantic-answer-similarity"];
  /** Whether every scorer inside passes. Passes from 1. */
  all: {
    /** The scorers inside, each by name or with its settings. */
    scorers: Array<ScorerReference>;
  };
  /** `all`. */
  "assert-set": ScorerParams["all"];
  /** `all`. */
  "all-of": ScorerParams["all"];
  /** `all`. */
  and: ScorerParams["all"];
  /** Whether at least one scorer inside passes. Passes from 1. */
  any: {
    /** The scorers inside, each by name or with its settings. */
    scorers: Array<ScorerReference>;
  };
  /** `any`. */
  "any-of": ScorerParams["any"];
  /** `any`. */
  or: ScorerParams["any"];
  /** Whether no scorer inside passes. Passes from 1. */
  none: {
    /** The scorers inside, each by name or with its settings. */
    scorers: Array<ScorerReference>;
  };
  /** `none`. */
  "none-of": ScorerParams["none"];
  /** `none`. */
  nor: ScorerParams["none"];
  /** Mean of the values of the scorers inside, by their weights. Passes from 0.5. */
  "weighted-mean": {
    /** The scorers inside, each by name or with its settings. */
    scorers: Array<ScorerReference>;
  };
  /** `weighted-mean`. */
  "weighted-average": ScorerParams["weighted-mean"];
  /** `weighted-mean`. */
  "mean-of": ScorerParams["weighted-mean"];
  /** `weighted-mean`. */
  "average-of": ScorerParams["weighted-mean"];
  /** The highest value among the scorers inside. Passes from 0.5. */
  "best-of": {
    /** The scorers inside, each by name or with its settings. */
    scorers: Array<ScorerReference>;
  };
  /** `best-of`. */
  "max-of": ScorerParams["best-of"];
  /** Arithmetic over the values of the scorers inside. Passes from 0.5. */
  expression: {
    /** The arithmetic, such as `0.7 * close + 0.3 * max(a, b)`, over the names of the scores. */
    expression: string;
    /** The scorers inside, each by name or with its settings. */
    scorers: Array<ScorerReference>;
  };
  /** `expression`. */
  multi: ScorerParams["expression"];
  /** `expression`. */
  "multi-grader": ScorerParams["expression"];
}

/** Those that cannot do without parameters. */
export type NeedsParams = "regex" | "pattern-match" | "matches" | "cost" | "json-schema" | "matches-json-schema" | "called-tool" | "tool-used" | "trajectory:tool-used" | "rubric" | "llm-rubric" | "g-eval" | "aspect-critic" | "simple-criteria-score" | "rubrics-score" | "aspect-critique" | "llm-as-judge" | "create-llm-as-judge" | "closed-qa" | "model-graded-closedqa" | "checklist" | "classify" | "llm-classifier" | "tone" | "tone-consistency" | "agent-tone" | "topic-adherence" | "topic-adherence-score" | "all" | "assert-set" | "all-of" | "and" | "any" | "any-of" | "or" | "none" | "none-of" | "nor" | "weighted-mean" | "weighted-average" | "mean-of" | "average-of" | "best-of" | "max-of" | "expression" | "multi" | "multi-grader";
