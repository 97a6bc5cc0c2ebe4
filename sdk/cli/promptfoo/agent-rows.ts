import type { JsonValue } from '@assay/schema/types.ts';
import { NotImported } from '../importing/case.ts';
import { type Assertion, isRecord, type Mapped, type Rows, shareOf } from './row.ts';

const LONGEST_NAME = 128;
const BY_PROVIDER =
  'promptfoo lets the provider check calls; Assay checks them against the `tools` of the sample.';
const FROM_SAMPLE =
  'Assay reads the tool calls of the sample (`toolCalls` or `messages`), promptfoo reads a trace.';

/** Tool calls. */
export const AGENT_ROWS: Rows = {
  'is-valid-openai-tools-call': {
    scorer: 'tool-call-valid, with at least one call',
    ignoresNot: true,
    readsToolCalls: true,
    map: validCalls,
  },
  'is-valid-openai-function-call': {
    scorer: 'tool-call-valid, with at least one call',
    differs: BY_PROVIDER,
    ignoresNot: true,
    readsToolCalls: true,
    map: validCalls,
  },
  'is-valid-function-call': {
    scorer: 'tool-call-valid, with at least one call',
    differs: BY_PROVIDER,
    ignoresNot: true,
    readsToolCalls: true,
    map: validCalls,
  },
  'tool-call-f1': {
    scorer: 'tool-call-f1, by the names of tools',
    readsToolCalls: true,
    map: toolCallF1,
  },
  'trajectory:tool-used': {
    scorer: 'called-tool',
    differs: FROM_SAMPLE,
    isGraded: true,
    map: toolUsed,
  },
  'trajectory:tool-sequence': {
    scorer: 'tool-order',
    differs: FROM_SAMPLE,
    isGraded: true,
    map: toolSequence,
  },
  'trajectory:step-count': {
    scorer: 'step-count, of tool calls',
    differs: FROM_SAMPLE,
    isGraded: true,
    map: stepCount,
  },
};

/** promptfoo fails an output without a call; tool-call-valid alone finds nothing wrong with it. */
function validCalls(): Mapped {
  return {
    settings: { scorer: 'all' },
    inner: [
      { settings: { scorer: 'tool-call-valid' } },
      { settings: { scorer: 'step-count', params: { min: 1 } } },
    ],
  };
}

function toolCallF1(given: Assertion): Mapped {
  const { value } = given;
  const names = typeof value === 'string' ? value.split(',').map((name) => name.trim()) : value;
  if (!Array.isArray(names) || names.length === 0) {
    throw new NotImported('tool-call-f1 needs tool names.');
  }
  return {
    settings: { scorer: 'tool-call-f1', params: { arguments: 'ignore' }, ...shareOf(given, 1) },
    sample: { expectedToolCalls: names.map((name) => ({ name: nameOf(name) })) },
    ...(given.isNegated && {
      differs: 'When negated, the value is 1 − F1; that of promptfoo stays F1.',
    }),
  };
}

function toolUsed({ value, isNegated }: Assertion): Mapped {
  if (!isRecord(value)) {
    const tools = [value].flat().map(nameOf);
    if (tools.length === 0) throw new NotImported('It needs a tool name.');
    // Of several tools `not-` forbids each, and not only all of them together.
    const settings = isNegated
      ? { scorer: 'did-not-call', params: { tools }, negate: true }
      : { scorer: 'called-tool', params: { tools } };
    return { settings };
  }
  const bounds = boundsOf(value);
  const tools = [nameOf(value)];
  if (bounds.min === 0) throw new NotImported('An optional tool does not affect the result.');
  if (bounds.max === 0) throw new NotImported('`max: 0` means no call.', 'did-not-call');
  return { settings: { scorer: 'called-tool', params: { tools, ...bounds } } };
}

function toolSequence({ value }: Assertion): Mapped {
  const { steps, mode } = isRecord(value) ? value : { steps: value, mode: undefined };
  if (!Array.isArray(steps) || steps.length === 0) {
    throw new NotImported('trajectory:tool-sequence needs a list of steps.');
  }
  const params = { tools: steps.map(nameOf), ...(mode === 'exact' && { exact: true }) };
  return { settings: { scorer: 'tool-order', params } };
}

function stepCount({ value }: Assertion): Mapped {
  if (!isRecord(value) || value.type !== 'tool') {
    throw new NotImported(
      'A sample has no steps other than tool calls (`type: tool`).',
      'step-count, of calls or turns',
    );
  }
  const bounds = boundsOf(value);
  if (Object.keys(bounds).length === 0) throw new NotImported('It needs `min` or `max`.');
  const isNamed = value.name !== undefined || value.pattern !== undefined;
  const params = { ...bounds, ...(isNamed && { tool: nameOf(value) }) };
  return { settings: { scorer: 'step-count', params } };
}

/** @throws NotImported for bounds that nothing lies between */
function boundsOf({ min, max }: { [key: string]: JsonValue }): { min?: number; max?: number } {
  const bounds = {
    ...(typeof min === 'number' && { min }),
    ...(typeof max === 'number' && { max }),
  };
  const isCount = Object.values(bounds).every((each) => Number.isSafeInteger(each) && each >= 0);
  if (isCount && (bounds.min ?? 0) <= (bounds.max ?? Number.POSITIVE_INFINITY)) return bounds;
  throw new NotImported('`min` and `max` must be whole numbers, with `min` at most `max`.');
}

function nameOf(step: JsonValue | undefined): string {
  const name = isRecord(step) ? (step.pattern ?? step.name) : step;
  if (typeof name !== 'string' || name.trim() === '') {
    throw new NotImported('It needs a tool name.');
  }
  if (/[*?]/.test(name)) throw new NotImported('Patterns in tool names are not supported.');
  if (name.length > LONGEST_NAME) throw new NotImported('A name can have up to 128 characters.');
  return name.trim();
}
