import type { TraceRule, TraceRuleVersionInput } from '@assay/sdk';

const NEW: TraceRuleVersionInput = {
  level: 'trace',
  filter: { attributes: { 'service.name': { in: ['my-application'] } } },
  share: 0.1,
  scorers: ['detect-refusal'],
};

/** What of a rule can be edited, as JSON; without a rule, one to begin with. */
export function textOfRule(rule: TraceRule | undefined): string {
  if (rule === undefined) return JSON.stringify(NEW, null, 2);
  const { name: _, version: __, fingerprint: ___, createdAt: ____, ...content } = rule;
  return JSON.stringify(content, null, 2);
}

/** The rule that a text says, or what is wrong with it; the API says what is wrong with its fields. */
export function readRule(
  text: string,
): { rule: TraceRuleVersionInput; fault?: never } | { rule?: never; fault: string } {
  try {
    const value: unknown = JSON.parse(text);
    if (isRule(value)) return { rule: value };
    return { fault: 'It must be an object with a `level`.' };
  } catch (cause) {
    return { fault: cause instanceof Error ? cause.message : 'It is not JSON.' };
  }
}

function isRule(value: unknown): value is TraceRuleVersionInput {
  return typeof value === 'object' && value !== null && 'level' in value;
}
