import type { Sample } from '@assay/schema/types.ts';
import { Faithfulness } from 'autoevals';
import type { Step } from '../worker/testing/loopback-judge.ts';
import { type Claim, claimsOf, judgedSamples, textsOf } from './judged-sample.ts';
import type { LocalWorkerd } from './local-workerd.ts';
import type { LoopbackPlay } from './loopback-play.ts';
import { printHeading, printTable } from './print.ts';
import { tokensOf } from './tokens.ts';

const LATENCY_MS = 50;

interface Asked {
  calls: number;
  inputTokens: number;
  outputTokens: number;
  ms: number;
  value: number;
}

/**
 * Counts the calls and tokens of a verdict on faithfulness, by Assay and by autoevals, on the same
 * samples and the same server, which finds the same claims for both.
 */
export async function benchCalls(
  { assayUrl, apiKey }: LocalWorkerd,
  play: LoopbackPlay,
): Promise<void> {
  const samples = await judgedSamples();

  const assay: Asked[] = [];
  const autoevals: Asked[] = [];
  for (const sample of samples) {
    const claims = claimsOf(sample);
    assay.push(await count(play, assaySteps(claims), () => byAssay(sample, assayUrl, apiKey)));
    autoevals.push(
      await count(play, autoevalsSteps(claims), () => byAutoevals(sample, play.baseUrl)),
    );
  }
  const agreeing = samples.filter((_, i) => assay[i]?.value === autoevals[i]?.value).length;
  printHeading(`Faithfulness, ${samples.length} samples, a judge of ${LATENCY_MS} ms`);
  printTable(
    ['', 'calls a verdict', 'input tokens', 'output tokens', 'ms a verdict'],
    [
      ['Assay', ...toRow(assay)],
      ['autoevals', ...toRow(autoevals)],
      ['autoevals / Assay', ...toRatios(autoevals, assay)],
    ],
  );
  console.log(`\nThe same value for ${agreeing} of ${samples.length}.`);
}

async function count(
  play: LoopbackPlay,
  answers: readonly string[],
  judge: () => Promise<number>,
): Promise<Asked> {
  const steps = answers.map((body): Step => ({ body, delayMs: LATENCY_MS }));
  await play.begin(steps);
  const startedAtMs = performance.now();
  const value = await judge();
  const ms = performance.now() - startedAtMs;
  const heard = await play.heard();
  const sent = heard.map(({ body: { messages, tools, response_format } }) =>
    tokensOf(JSON.stringify([messages, tools, response_format])),
  );
  const came = answers.slice(0, heard.length).map((answer) => tokensOf(saidIn(answer)));
  return { calls: heard.length, inputTokens: sum(sent), outputTokens: sum(came), ms, value };
}

async function byAssay(sample: Sample, url: string, apiKey: string): Promise<number> {
  const answer = await fetch(`${url}/v1/score`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({ sample, scorers: ['faithfulness'], store: 'none' }),
  });
  const { scores }: { scores: { value: number | null }[] } = await answer.json();
  const value = scores?.[0]?.value ?? null;
  if (value === null) throw new Error(`faithfulness: ${answer.status} ${JSON.stringify(scores)}`);
  return value;
}

async function byAutoevals(sample: Sample, openAiBaseUrl: string): Promise<number> {
  const { score } = await Faithfulness({
    input: String(sample.input),
    output: String(sample.output),
    context: textsOf(sample),
    model: 'bench',
    openAiApiKey: 'none',
    openAiBaseUrl,
  });
  if (score === null) throw new Error('autoevals gave no score');
  return score;
}

function assaySteps(claims: readonly Claim[]): string[] {
  const told = claims.map(({ text, quote, isSupported }, i) => ({
    sentences: [i + 1],
    claim: text,
    quote,
    verdict: isSupported ? 'supported' : 'absent',
  }));
  const reasoning = 'Each sentence was compared with the contexts.';
  return [completionOf({ content: JSON.stringify({ reasoning, claims: told, noClaim: [] }) })];
}

function autoevalsSteps(claims: readonly Claim[]): string[] {
  const verdicts = claims.map(({ text, quote, isSupported }) => ({
    statement: text,
    verdict: isSupported ? 1 : 0,
    reason: quote === '' ? 'The context does not say so.' : `The context says: ${quote}`,
  }));
  return [
    toolCall('extract_statements', { statements: claims.map(({ text }) => text) }),
    toolCall('judge_statements', { faithfulness: verdicts }),
  ];
}

/** What the model wrote of a completion. */
function saidIn(completion: string): string {
  const { content, tool_calls: calls } = JSON.parse(completion).choices[0].message;
  return content ?? JSON.stringify(calls[0].function);
}

function toolCall(name: string, given: object): string {
  const call = {
    id: 'call_1',
    type: 'function',
    function: { name, arguments: JSON.stringify(given) },
  };
  return completionOf({ content: null, tool_calls: [call] });
}

function completionOf(message: object): string {
  return JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'bench',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', ...message } }],
  });
}

function toRow(asked: readonly Asked[]): string[] {
  return averages(asked).map((value, i) => value.toFixed(i === 0 ? 2 : 0));
}

function toRatios(above: readonly Asked[], below: readonly Asked[]): string[] {
  const divisors = averages(below);
  return averages(above).map((value, i) => (value / (divisors[i] ?? Number.NaN)).toFixed(2));
}

function averages(asked: readonly Asked[]): number[] {
  const keys = ['calls', 'inputTokens', 'outputTokens', 'ms'] as const;
  return keys.map((key) => sum(asked.map((each) => each[key])) / asked.length);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
