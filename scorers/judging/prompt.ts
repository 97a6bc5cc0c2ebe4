/** The names in double braces of a template. */
type VariableIn<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | VariableIn<Rest>
  : never;

export type Variables<Text extends string> = { readonly [Name in VariableIn<Text>]: string };

/** A prompt as a value: what a judge is told to do, with variables in double braces. */
export interface Prompt<Text extends string = string> {
  /** Counts up when the text changes. */
  readonly version: number;
  readonly instructions: Text;
}

/**
 * Declares a prompt. Its text is part of every fingerprint it decides.
 *
 * @example
 * const prompt = definePrompt({ version: 1, instructions: 'Is it about {{topic}}?' });
 * fillPrompt(prompt, { topic: 'cheese' });
 */
export function definePrompt<const Text extends string>(prompt: Prompt<Text>): Prompt<Text> {
  return prompt;
}

/** The instructions with their variables filled in; a value is never read for variables itself. */
export function fillPrompt<Text extends string>(
  { instructions }: Prompt<Text>,
  variables: Variables<Text>,
): string {
  const values = new Map<string, string>(Object.entries(variables));
  return instructions.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new RangeError(`the prompt's variable ${name} has no value`);
    return value;
  });
}
