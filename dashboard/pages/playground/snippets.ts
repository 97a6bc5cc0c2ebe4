import type { Sample, ScorerReference } from '@assay/sdk';

export interface Trial {
  sample: Sample;
  scorers: readonly ScorerReference[];
}

/** The same request as a program or a person would send it; the key is a variable. */
export function snippetsOf(trial: Trial, baseUrl: string): Record<Language, string> {
  const body = JSON.stringify(trial, null, 2);
  return {
    curl: `curl -s "${baseUrl}/v1/score" \\
  -H "Authorization: Bearer $ASSAY_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d ${quoted(body)}`,
    TypeScript: `import { Assay } from '@assay/sdk';

const assay = new Assay(); // ASSAY_BASE_URL=${baseUrl} and ASSAY_API_KEY
const verdict = await assay.score(${body});
console.log(verdict.passed, verdict.decision.reason);`,
    'command line': `echo ${quoted(JSON.stringify(trial.sample))} \\
  | assay score - ${trial.scorers.map((each) => `--scorer ${quoted(scorerArgument(each))}`).join(' ')}`,
  };
}

export type Language = 'curl' | 'TypeScript' | 'command line';

function scorerArgument(scorer: ScorerReference): string {
  return typeof scorer === 'string' ? scorer : JSON.stringify(scorer);
}

/** A text as one argument of a POSIX shell. */
function quoted(text: string): string {
  return /^[\w.@/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
