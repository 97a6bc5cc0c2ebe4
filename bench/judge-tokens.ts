import type { JsonObject, Sample } from '@assay/schema/types.ts';
import {
  AnswerCorrectness,
  AnswerRelevancy,
  ClosedQA,
  ContextPrecision,
  ContextRecall,
  Faithfulness,
} from 'autoevals';
import { scriptedJudge, scriptedModels } from '../scorers/testing/judge.ts';
import { score } from '../scorers/testing/score.ts';
import { type Counted, ELSEWHERE } from './counted-tokens.ts';
import { claimsOf, judgedSamples, textsOf } from './judged-sample.ts';
import { printHeading, printTable } from './print.ts';
import { type ChatBody, startRecordingServer } from './recording-server.ts';
import { tokensOf } from './tokens.ts';

const CRITERION = 'The answer is polite and answers the question.';

/** Scorers that have counterparts, with the one of autoevals. */
const COMPARED: {
  scorer: string;
  params?: JsonObject;
  autoevals?(sample: Sample, openAi: Client): unknown;
}[] = [
  { scorer: 'rubric', params: { criterion: CRITERION } },
  {
    scorer: 'closed-qa',
    params: { criteria: CRITERION },
    autoevals: (sample, openAi) =>
      ClosedQA({ ...fieldsOf(sample), ...openAi, criteria: CRITERION }),
  },
  {
    scorer: 'faithfulness',
    autoevals: (sample, openAi) => Faithfulness({ ...fieldsOf(sample), ...openAi }),
  },
  {
    scorer: 'answer-relevance',
    autoevals: (sample, openAi) => AnswerRelevancy({ ...fieldsOf(sample), ...openAi }),
  },
  {
    scorer: 'answer-correctness',
    // Its similarity needs no call of a model that writes, and would not be sent to this server.
    autoevals: (sample, openAi) =>
      AnswerCorrectness({ ...fieldsOf(sample), ...openAi, answerSimilarityWeight: 0 }),
  },
  {
    scorer: 'context-precision',
    autoevals: (sample, openAi) => ContextPrecision({ ...fieldsOf(sample), ...openAi }),
  },
  {
    scorer: 'context-recall',
    autoevals: (sample, openAi) => ContextRecall({ ...fieldsOf(sample), ...openAi }),
  },
];

interface Client {
  model: string;
  openAiApiKey: string;
  openAiBaseUrl: string;
}

/**
 * Counts the calls and input tokens of a verdict, by Assay and by other libraries, and prints them.
 * Nothing is judged: what would be sent is counted, messages with the schema or functions beside them.
 */
export async function benchTokens(): Promise<void> {
  const samples = await judgedSamples();
  const server = await startRecordingServer();
  const client = { model: 'bench', openAiApiKey: 'none', openAiBaseUrl: server.baseUrl };
  const rows: string[][] = [];
  try {
    for (const { scorer, params = {}, autoevals } of COMPARED) {
      const ours: Counted[] = [];
      const theirs: Counted[] = [];
      for (const sample of samples) {
        ours.push(await byAssay(scorer, sample, params));
        if (autoevals === undefined) continue;
        server.begin(claimsOf(sample).map(({ text }) => text));
        await autoevals(sample, client);
        theirs.push(countBodies(server.heard()));
      }
      const { before, ragas, deepEval } = ELSEWHERE[scorer] ?? {};
      const now = meanOf(ours);
      const fixed = String(Math.round(now?.fixedTokens ?? 0));
      rows.push([
        scorer,
        tell(before),
        tell(now),
        fixed,
        ...[meanOf(theirs), ragas, deepEval].map(tell),
      ]);
    }
  } finally {
    await server.stop();
  }
  printHeading(`Calls and input tokens a verdict, ${samples.length} samples`);
  printTable(['', 'Assay before', 'Assay', 'of it fixed', 'autoevals', 'ragas', 'DeepEval'], rows);
}

/** What the scorer would send; the judge answers nothing, so nothing is asked twice. */
async function byAssay(scorer: string, sample: Sample, params: JsonObject): Promise<Counted> {
  const judge = scriptedJudge([{ ok: false, code: 'judge_unavailable', reason: 'Only counting.' }]);
  await score(scorer, sample, params, {}, scriptedModels(judge));
  const tokens = judge.calls.map(({ messages, schema }) =>
    tokensOf([...messages.map(({ content }) => content), JSON.stringify(schema)].join('\n')),
  );
  const fixed = judge.calls.map(({ messages: [first] }) => tokensOf(first?.content ?? ''));
  return { calls: tokens.length, inputTokens: sum(tokens), fixedTokens: sum(fixed) };
}

function countBodies(bodies: readonly ChatBody[]): Counted {
  const tokens = bodies.map(({ messages, tools }) =>
    tokensOf([...messages.map(({ content }) => content), JSON.stringify(tools ?? '')].join('\n')),
  );
  return { calls: bodies.length, inputTokens: sum(tokens) };
}

function fieldsOf(sample: Sample) {
  const { input, output, expected } = sample;
  return {
    input: String(input),
    output: String(output),
    expected: String(expected),
    context: textsOf(sample),
  };
}

function meanOf(counted: readonly Counted[]): Counted | undefined {
  if (counted.length === 0) return undefined;
  return {
    calls: sum(counted.map(({ calls }) => calls)) / counted.length,
    inputTokens: sum(counted.map(({ inputTokens }) => inputTokens)) / counted.length,
    fixedTokens: sum(counted.map(({ fixedTokens = 0 }) => fixedTokens)) / counted.length,
  };
}

function tell(counted: Counted | undefined): string {
  if (counted === undefined) return '';
  return `${Number(counted.calls.toFixed(1))} × ${Math.round(counted.inputTokens / counted.calls)} = ${Math.round(counted.inputTokens)}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
