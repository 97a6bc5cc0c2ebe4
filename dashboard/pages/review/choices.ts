import type { LabelValue, Question } from '@assay/sdk';

/** An answer that a key gives. */
export interface Choice {
  /** `1` to `9`. */
  key: string;
  value: LabelValue;
  name: string;
  /** What it means. */
  hint: string;
}

/** The answers to a question, in the order of their keys; none if it is answered in words. */
export function choicesOf({ kind, levels = [], categories = [] }: Question): Choice[] {
  const numbered = (list: readonly Omit<Choice, 'key'>[]) =>
    list.map((choice, i) => ({ key: String(i + 1), ...choice }));
  switch (kind) {
    case 'pass-fail':
      return numbered([
        { value: true, name: 'Pass', hint: '' },
        { value: false, name: 'Fail', hint: '' },
      ]);
    case 'levels':
      return numbered(
        levels.map(({ anchor }, i) => ({ value: i + 1, name: `Level ${i + 1}`, hint: anchor })),
      );
    case 'categories':
      return numbered(
        categories.map(({ name, description = '' }) => ({ value: name, name, hint: description })),
      );
    case 'pairwise':
      return numbered([
        { value: 'first', name: 'First', hint: 'The output is better.' },
        { value: 'second', name: 'Second', hint: 'The expected text is better.' },
        { value: 'tie', name: 'Tie', hint: 'Neither is better.' },
      ]);
    case 'text':
      return [];
  }
}

/** An answer in the words of its choice. */
export function nameOf(value: LabelValue, question: Question): string {
  return choicesOf(question).find((choice) => choice.value === value)?.name ?? String(value);
}
