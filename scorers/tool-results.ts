/** Where the parts of each dialect keep what a tool returned, in the order of preference. */
const MEMBERS = ['content', 'output', 'result', 'response', 'error', 'errorText'] as const;

// What a part of a dialect without `type` stands in: Gemini, Bedrock.
const UNTYPED = ['functionResponse', 'function_response', 'toolResult', 'toolInvocation'] as const;

const RESULT = /(?:tool|function|mcp)[-_].*(?:result|output|response|error)$|^tool-error$/;
// A part of the AI SDK's UI messages holds the call and, later, what it returned.
const UI_PART = /^(?:dynamic-tool|tool-.+)$/;

/**
 * What a tool returned that stands among the parts of a message, in the form of Anthropic, the AI SDK,
 * Gemini or Bedrock. undefined for any other part.
 */
export function resultInPart(part: object): unknown {
  const given: Readonly<Record<string, unknown>> = { ...part };
  const { type } = given;
  if (type === 'tool-invocation') return inside(given.toolInvocation);
  if (typeof type === 'string') {
    return RESULT.test(type) || UI_PART.test(type) ? inside(given) : undefined;
  }
  const within = UNTYPED.find((name) => typeof given[name] === 'object');
  return within === undefined ? undefined : inside(given[within]);
}

function inside(given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return undefined;
  const held: Readonly<Record<string, unknown>> = { ...given };
  const member = MEMBERS.find((name) => held[name] !== undefined);
  return member === undefined ? undefined : held[member];
}
