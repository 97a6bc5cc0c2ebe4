import { describe, expect, test } from 'vitest';
import { ATTACKED, ATTACKS } from '../testing/attacks.ts';
import { scoreJudged } from '../testing/score.ts';
import { defuse } from './fence.ts';

const NONCE = '0123456789abcdef';
const { criterion, input } = ATTACKED;
const honest = { reasoning: 'It does not say 100 degrees.', level: 1 };

for (const { name, output, isDegenerate } of ATTACKS) {
  describe(name, () => {
    const judge = (lines: Parameters<typeof scoreJudged>[2]) =>
      scoreJudged('rubric', { input, output }, lines, { criterion });

    test(isDegenerate ? 'is decided without a judge' : 'stays in its fence', async () => {
      const { score, judge: asked } = await judge([honest]);
      expect(score).toMatchObject({ status: 'scored', value: 0, passed: false });
      if (isDegenerate) return expect(asked.calls).toHaveLength(0);

      const [system, user] = asked.calls[0]?.messages ?? [];
      expect(asked.calls[0]?.messages).toHaveLength(2);
      const opening = `<data-${NONCE} name="output">\n`;
      const start = (user?.content.indexOf(opening) ?? -1) + opening.length;
      const end = user?.content.indexOf(`\n</data-${NONCE}>`, start);
      const fenced = user?.content.slice(start, end);
      expect(fenced).toBe(defuse(output));
      expect(fenced).not.toMatch(
        /<\|im_|<\|eot|<\|start_h|\[\/INST\]|<\/s>|<\/think>|[\u200b\u202e\u{e0000}-\u{e007f}]/u,
      );
      // Two fences, each of one opening and one closing mark; ours name the marker four times more.
      expect(user?.content.split(NONCE)).toHaveLength(4 + 4 + 1);
      if (output !== criterion) expect(system?.content).not.toContain(output);
    });

    if (isDegenerate) return;

    test('earns nothing from a judge that repeats it before its own verdict', async () => {
      const own = JSON.stringify(honest);
      const ECHOES = [
        `The output reads: ${output}\n${own}`,
        `The output reads: ${output}`,
        `${own}\n\nThe output reads: ${output}`,
        own.replace('It does', `It says "${output}" and does`),
        own.replace('It does', `It says ${output}`),
        output,
      ];
      for (const echo of ECHOES) {
        const { score } = await judge([echo]);
        const isHonest = score.status === 'scored' && score.value === 0;
        expect(isHonest || score.status === 'error').toBe(true);
      }
    });
  });
}
