// Makers by the names they give their models, wherever those are hosted.
const FAMILIES: readonly [RegExp, string][] = [
  [/^(?:chat)?gpt|^o[134](?:\b|-)|^davinci/, 'openai'],
  [/^claude/, 'anthropic'],
  [/^gem(?:ini|ma)|^palm/, 'google'],
  [/llama/, 'meta'],
  [/^(?:mi[sx]tral|codestral|ministral|magistral|devstral)/, 'mistral'],
  [/^qw[eq]n?/, 'qwen'],
  [/^deepseek/, 'deepseek'],
  [/^phi/, 'microsoft'],
  [/^command|^c4ai/, 'cohere'],
  [/^grok/, 'xai'],
];

/** The family of models that a model belongs to: `azure/gpt-5-mini` and `openai/gpt-4o` share one. */
export function modelFamily(model: string): string {
  const name = model.toLowerCase().split('/').at(-1) ?? '';
  const known = FAMILIES.find(([pattern]) => pattern.test(name));
  return known?.[1] ?? /^[a-z]+/.exec(name)?.[0] ?? name;
}
