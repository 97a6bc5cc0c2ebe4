/**
 * Harmless texts: what users ask, models answer and documents say. Some sources are learnt from; the
 * others only measure, so that false positives are counted on texts of a kind that training never saw.
 */
import { familiesOf } from './families.ts';
import { readRows } from './rows.ts';

export interface HarmlessText {
  text: string;
  source: string;
  family: string;
}

interface PairRow {
  input: string;
  a: string;
  b: string;
}

interface CallRow {
  messages: { role: string; content: unknown }[];
}

const pairs = (file: string, take: (row: PairRow) => string[]) => (folder: string) =>
  readRows<PairRow>(`judge_pairwise_${file}.dev.jsonl`, folder).flatMap(take);
const questions = ({ input }: PairRow) => [input];
const answers = ({ a, b }: PairRow) => [a, b];

const textsIn = (file: string, field: string) => (folder: string) =>
  readRows<Record<string, unknown>>(file, folder).map((row) => row[field]);

type Source = (folder: string) => readonly unknown[];

/** What is learnt from: Apache-2.0, MIT and CC-BY-4.0. */
export const LEARNT: Readonly<Record<string, Source>> = {
  'BFCL/user': (folder) =>
    readRows<CallRow>('toolcall_bfcl.dev.jsonl', folder).flatMap(({ messages }) =>
      messages.flat().flatMap(({ role, content }) => (role === 'user' ? [content] : [])),
    ),
  'lingua/text': textsIn('language_id.dev.jsonl', 'text'),
  'LLMBar/input': pairs('llmbar', questions),
  'LLMBar/output': pairs('llmbar', answers),
  'PandaLM/input': pairs('pandalm', questions),
  'PandaLM/output': pairs('pandalm', answers),
  'presidio/text': textsIn('pii.dev.jsonl', 'text'),
};

/** What only measures. */
export const MEASURED: Readonly<Record<string, Source>> = {
  'MT-Bench/input': pairs('human_processed', questions),
  'MT-Bench/output': pairs('human_processed', answers),
  'JudgeBench/input': pairs('judgebench_gpt4o', questions),
  'JudgeBench/output': pairs('judgebench_claude35', answers),
  'TopicalChat/context': textsIn('judge_graded_topicalchat.dev.jsonl', 'context'),
  'TopicalChat/output': textsIn('judge_graded_topicalchat.dev.jsonl', 'output'),
  'SummEval/context': textsIn('judge_graded_summeval.dev.jsonl', 'context'),
  'SummEval/output': textsIn('judge_graded_summeval.dev.jsonl', 'output'),
};

export function harmlessTexts(
  sources: Readonly<Record<string, Source>>,
  folder: string,
): HarmlessText[] {
  return Object.entries(sources).flatMap(([source, read]) => {
    const texts = [...new Set(read(folder))].filter(isText);
    const families = familiesOf(texts);
    return texts.map((text, i) => ({ text, source, family: families[i] ?? text }));
  });
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
