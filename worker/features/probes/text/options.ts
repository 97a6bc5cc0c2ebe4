/** A line of a text that offers an answer, such as "B) Paris". */
export interface Option {
  /** What the answer is called by: "B", "2" or "-". */
  label: string;
  text: string;
  /** Where `text` stands, in UTF-16 units. */
  start: number;
  end: number;
}

const LINE = /^([ \t]*(?:\(?([A-Ha-h]|\d{1,2})[).:]|([-*•]))[ \t]+)(\S[^\n]*?)[ \t]*$/gm;

/**
 * The options of a question: the last run of lines labelled A, B, C … or 1, 2, 3 …, or marked by
 * dashes, of which there are at least two.
 */
export function optionsIn(text: string): Option[] {
  let run: Option[] = [];
  let last: Option[] = [];
  for (const { 0: line, 1: lead = '', 2: letter, 3: mark, 4: said = '', index } of text.matchAll(
    LINE,
  )) {
    const label = letter ?? mark ?? '';
    const start = index + lead.length;
    const option = { label, text: said, start, end: start + said.length };
    const before = run.at(-1);
    const goesOn =
      before !== undefined &&
      text.slice(before.end, index).trim() === '' &&
      follows(before.label, label);
    run = goesOn ? [...run, option] : [option];
    if (run.length >= 2 && line !== '') last = run;
  }
  return last;
}

function follows(before: string, label: string): boolean {
  if (/^\d/.test(before)) return Number(label) === Number(before) + 1;
  if (/^[A-Ha-h]$/.test(before)) return label.charCodeAt(0) === before.charCodeAt(0) + 1;
  return label === before;
}
