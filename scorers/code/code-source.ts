/** What the code sees by name: the sample, and each of its fields. */
const FIELDS = [
  'input',
  'output',
  'expected',
  'contexts',
  'referenceContexts',
  'messages',
  'tools',
  'toolCalls',
  'expectedToolCalls',
  'generation',
  'metadata',
];

/** How code can be read. */
export type Form = 'expression' | 'body';

/** Lines that a source has before those of the code. */
export const LINES_BEFORE = 1;

/**
 * A function of the sample that runs the code: as an expression, or as the body of a function. Code can
 * declare names of its own that are those of fields.
 */
export function sourceOf(code: string, form: Form): string {
  const [opening, closing] = form === 'expression' ? ['return (', ')'] : ['', ''];
  return `(function(sample){const {${FIELDS.join(', ')}} = sample;return (async()=>{${opening}\n${code}\n${closing}})()})`;
}
