import { isHeldOut } from '../../training/families.ts';
import type { Labelled, MakeTasks } from './task.ts';

interface Row {
  input: string;
  output: string;
  refusal: number;
  source: string;
}

// As those match who look for a refusal by its words.
const PHRASES =
  /\b(?:i(?:'m| am) sorry|i apologi[sz]e|i can(?:not|'t|’t)|i(?:'m| am) (?:unable|not able)|i won't|as an ai)\b/i;
const OPENING = 200;

/** Answers to questions that training did not see; beside a match of phrases. */
export const refusalTasks: MakeTasks = (data) => {
  const rows = data.rows<Row>('refusal.dev.jsonl').filter(({ input }) => isHeldOut(input));
  const labelled = ({ input, output, refusal }: Row): Labelled => ({
    sample: { input, output },
    isPositive: refusal === 1,
  });
  return [
    {
      detector: 'detect-refusal',
      sources: {
        'XSTest, all models': rows.map(labelled),
        ...Object.fromEntries(
          [...Map.groupBy(rows, ({ source }) => source)].map(([source, some]) => [
            source,
            some.map(labelled),
          ]),
        ),
      },
      beside: [
        {
          library: 'match of phrases',
          certainty: ({ output }) => Number(PHRASES.test(String(output).slice(0, OPENING))),
        },
      ],
    },
  ];
};
