import type { Evidence, Score, Verdict } from '@assay/schema/types.ts';
import { printable } from '../cli/text.ts';

const LONGEST = 400;

/** The failure message for a score. */
export function tellScore(score: Score, verdict: Verdict, output: string, isNot: boolean): string {
  const wanted = score.threshold === null ? 'pass' : `score ${number(score.threshold)} or more`;
  const head = `expected the output${isNot ? ' not' : ''} to ${wanted} by ${score.name}, but it scored ${number(score.value)}`;
  return told(head, output, [tellReason(score)], verdict);
}

/** The failure message for a verdict on a suite. */
export function tellVerdict(
  verdict: Verdict,
  suite: string,
  output: string,
  isNot: boolean,
): string {
  const found = verdict.scores.filter(({ passed }) => passed === isNot);
  const head = `expected the output${isNot ? ' not' : ''} to pass the suite ${suite}, but it ${isNot ? 'passed' : 'failed'}: ${verdict.decision.reason}`;
  const scores = found.map(
    (score) =>
      `${score.name} ${number(score.value)}${limitOf(score)}\n${indent(tellReason(score))}`,
  );
  return told(head, output, scores, verdict);
}

/** The message if a scorer could not score, which is neither a pass nor a fail. */
export function tellUndecided(scores: readonly Score[], verdict: Verdict, output: string): string {
  const causes = scores.map((score) => {
    if (score.status !== 'error') return `${score.name} ${score.status}: ${score.reason}`;
    const { code, message, retryable } = score.error;
    return `${score.name} ${code}: ${message}${retryable ? ' (a retry may succeed)' : ''}`;
  });
  const head = 'the output could not be judged, which is neither a pass nor a fail';
  return told(head, output, causes, verdict);
}

function told(head: string, output: string, parts: readonly string[], verdict: Verdict): string {
  const { id, costUsd, lineage } = verdict;
  const suite = lineage.suite ? `, suite ${lineage.suite.name}@${lineage.suite.version}` : '';
  const cost = costUsd > 0 ? `, $${costUsd.toFixed(4)}` : '';
  const foot = `verdict ${id}${suite}${cost}`;
  return [head, indent(quoted(output)), ...parts.map(indent), foot].join('\n\n');
}

function tellReason({ reason, evidence, votes = [], agreement }: Score): string {
  const lines = evidence.flatMap((one) => tellEvidence(one) ?? []);
  const judges = [...new Set(votes.map(({ model }) => model))];
  const said =
    agreement === undefined || agreement === null ? '' : `, agreement ${number(agreement)}`;
  const by = judges.length > 0 ? [`judged by ${judges.join(', ')}${said}`] : [];
  return printable([reason, ...lines, ...by].filter((line) => line !== '').join('\n'));
}

function tellEvidence({ pointer, text, note }: Evidence): string | undefined {
  const place = [pointer, text === undefined ? undefined : quoted(text)].filter(Boolean).join(': ');
  const line = [note, place].filter(Boolean).join('\n  ');
  return line === '' ? undefined : `- ${line}`;
}

function limitOf({ threshold }: Score): string {
  return threshold === null ? '' : ` of ${number(threshold)}`;
}

function number(value: number | null): string {
  return value === null ? 'nothing' : value.toFixed(2);
}

function quoted(text: string): string {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return printable(`“${shown}”`);
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
