import type { JsonObject } from '@assay/schema/types.ts';
import { objectsIn } from '../../../core/json-object.ts';

/** One choice of an answer. */
export interface Choice {
  index: number;
  /** The answer as if it had this choice alone. */
  answer: JsonObject;
}

/** The choices of a chat completion, of which `n` asks for several; any other answer is one. */
export function choicesIn(answer: JsonObject): [Choice, ...Choice[]] {
  const [first, ...others] = objectsIn(answer.choices);
  if (first === undefined || others.length === 0) return [{ index: 0, answer }];
  const toChoice = (choice: JsonObject, i: number): Choice => ({
    index: typeof choice.index === 'number' ? choice.index : i,
    answer: { ...answer, choices: [{ ...choice, index: 0 }] },
  });
  return [toChoice(first, 0), ...others.map((choice, i) => toChoice(choice, i + 1))];
}
