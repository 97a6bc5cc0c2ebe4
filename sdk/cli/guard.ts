import type { GuardRequest, GuardResult, GuardStage } from '@assay/schema/types.ts';
import { CliError } from './cli-error.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { ENCODING_OPTION, textOfFile } from './sample-file.ts';
import { json, printable } from './text.ts';

const STAGES: readonly GuardStage[] = ['input', 'output', 'tool-call', 'tool-result'];

export const guard = defineCommand({
  name: 'guard',
  summary: 'Checks a text against a guard policy; exits with 1 if it is blocked.',
  args: ['[file]'],
  options: {
    text: { value: 'TEXT', short: 't', help: 'Text to check.' },
    stage: {
      value: 'STAGE',
      help: 'Where the text stands: input, output, tool-call or tool-result. Defaults to output.',
    },
    policy: { value: 'NAME', short: 'p', help: 'Policy, as name or name@3. Defaults to default.' },
    input: { value: 'TEXT', short: 'i', help: 'Input of the model, for scorers that need it.' },
    context: { value: 'TEXT', short: 'c', multiple: true, help: 'Context given to the model.' },
    ...ENCODING_OPTION,
  },
  examples: [
    'assay guard -t "Pay with 4111 1111 1111 1111."',
    'assay guard --stage input --policy support@2 prompt.txt',
    'my-model "Who wrote this?" | assay guard --json',
  ],
  async run({ values, args: [file], isJson, system, client }) {
    const { stage = 'output', policy, input, context, encoding, text } = values;
    if (!isStage(stage)) {
      throw new CliError(`--stage must be one of ${STAGES.join(', ')}, not “${stage}”.`);
    }
    if (text === undefined && file === undefined && system.stdin.isTerminal) {
      throw new CliError('There is no text. Pass --text, a file, or a text on standard input.');
    }
    const request: GuardRequest = {
      stage,
      text: text ?? (await textOfFile(file ?? '-', encoding, system)),
      ...(policy !== undefined && { policy }),
      ...(input !== undefined && { input }),
      ...(context && { contexts: context }),
    };
    const assay = await client();
    const result = await assay.guard(request);
    system.stdout.write(isJson ? json(result) : printable(resultText(result)));
    return result.action === 'block' ? EXIT.failed : EXIT.passed;
  },
});

function isStage(text: string): text is GuardStage {
  return STAGES.some((stage) => stage === text);
}

/** The result as a person reads it. */
function resultText({ action, decidedBy, findings, notRun, text, policy }: GuardResult): string {
  const by = decidedBy === null ? '' : `, decided by ${decidedBy}`;
  const name = policy.name === null ? '' : ` (policy ${policy.name}@${policy.version})`;
  const lines = [
    `${action.toUpperCase()}${by}${name}`,
    ...findings.map(
      (finding) =>
        `  ${finding.kind} at ${finding.start}–${finding.end}, certainty ${finding.certainty.toFixed(2)}: ${finding.action}`,
    ),
    ...notRun.map(
      ({ scorer, reason, action: then }) =>
        `  ${scorer} did not run: ${reason} The policy says ${then}.`,
    ),
  ];
  if (action === 'redact' && typeof text === 'string') lines.push('', text);
  return `${lines.join('\n')}\n`;
}
