/** A kind of block that judges are shown. Numbered ones count from 1. */
export type BlockKind = keyof typeof BLOCKS;

const BLOCKS = {
  input: { name: '"input"', role: 'the question or task.' },
  conversation: { name: '"conversation"', role: 'the turns so far, by number.' },
  role: { name: '"role"', role: 'the role of the assistant.' },
  policy: { name: '"policy 1", "policy 2", …', role: 'the policy.' },
  contexts: { name: '"context 1", "context 2", …', role: 'source texts for the answer.' },
  tools: { name: '"tools"', role: 'the tools that could be called.' },
  toolCalls: { name: '"tool calls"', role: 'the calls that were made.' },
  calls: { name: '"call 1", "call 2", …', role: 'the tool calls, in order.' },
  expected: { name: '"expected"', role: 'a right answer. Other words can be just as right.' },
  output: { name: '"output"', role: 'the answer.' },
  statements: {
    name: '"statements"',
    role: 'the sentences of the answer, one a line, each with the contexts that it cites.',
  },
  answers: { name: '"answer 1" and "answer 2"', role: 'the two answers.' },
  candidates: { name: '"candidate 1", "candidate 2", …', role: 'the answers.' },
} as const;

/**
 * Tells a judge which blocks the data can have and what each is for. The text is the same for every
 * sample of a scorer, so that servers can cache the instructions: blocks that a sample lacks are
 * named too.
 *
 * @param judged the kind that is judged; several where the answer is judged with what it did
 * @param roles what a kind is for, where the usual words do not say it
 */
export function tellBlocks(
  kinds: readonly BlockKind[],
  judged: BlockKind | readonly BlockKind[],
  roles: Partial<Record<BlockKind, string>> = {},
): string {
  const lines = kinds.map((kind) => {
    const { name, role } = BLOCKS[kind];
    const isJudged = [judged].flat().includes(kind);
    return `- ${name}: ${roles[kind] ?? role}${isJudged ? ' You judge this.' : ''}`;
  });
  return `Blocks of the data (some may be missing):\n${lines.join('\n')}`;
}

/** The blocks of `showAll`, for criteria that may ask for any of them. */
export const ALL_BLOCKS = tellBlocks(
  ['input', 'conversation', 'contexts', 'tools', 'toolCalls', 'expected', 'output'],
  'output',
  {
    expected: 'a reference answer that would get the best result. Other words can be just as good.',
  },
);
