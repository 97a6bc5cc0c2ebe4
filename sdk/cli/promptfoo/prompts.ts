import { extname } from 'node:path';
import type { JsonObject, JsonValue, Message, Sample } from '@assay/schema/types.ts';
import { NotImported, type RemarkList } from '../importing/case.ts';
import { parseYaml, type Source } from '../importing/source.ts';
import { csvRows } from './csv.ts';
import { fileNameOf } from './file-value.ts';
import { isRecord } from './row.ts';
import { fill, fillAll } from './template.ts';

export interface Prompt {
  label: string;
  /** undefined where it is made by code or kept elsewhere. */
  text: string | undefined;
}

const LOOKS_LIKE_FILE = /^[^\s{}]+\.(?:txt|md|json|ya?ml|j2|csv|[cm]?[jt]s|py|sh|rb)(?::\w+)?$/;
const ROLES = new Set<string>(['system', 'developer', 'user', 'assistant', 'tool', 'function']);

export async function readPrompts(
  given: JsonValue,
  source: Source,
  remarks: RemarkList,
): Promise<Prompt[]> {
  const prompts: Prompt[] = [];
  for (const [i, each] of [given].flat().entries()) {
    const place = `prompts[${i}]`;
    const label = isRecord(each) && typeof each.label === 'string' ? each.label : undefined;
    const text = isRecord(each) ? (each.raw ?? each.id) : each;
    try {
      if (typeof text !== 'string') throw new NotImported('A prompt must be a text or a file.');
      prompts.push(...(await readPrompt(text, label, source)));
    } catch (cause) {
      if (!(cause instanceof NotImported)) throw cause;
      prompts.push({ label: label ?? String(text), text: undefined });
      const why = `${cause.message} Its samples have no input.`;
      remarks.add({ kind: 'note', place, what: 'prompt', why });
    }
  }
  return prompts;
}

async function readPrompt(
  given: string,
  label: string | undefined,
  source: Source,
): Promise<Prompt[]> {
  const isFile = given.startsWith('file://');
  if (!isFile && /^(?:exec:|[a-z]+:\/\/)/.test(given)) {
    throw new NotImported(`${given} is not supported.`);
  }
  const named = !isFile && LOOKS_LIKE_FILE.test(given) ? `file://${given}` : given;
  const name = fileNameOf(named);
  if (name === undefined) return [{ label: label ?? given, text: given }];
  const prompts: Prompt[] = [];
  for (const found of await source.matching(name)) {
    const { text, path } = await source.beside(found);
    prompts.push(...promptsIn(text, path).map((each) => ({ label: label ?? path, ...each })));
  }
  return prompts;
}

function promptsIn(text: string, path: string): { text: string; label?: string }[] {
  switch (extname(path)) {
    case '.txt':
      return text
        .split(/^[ \t]*---[ \t]*\r?$/m)
        .map((part) => ({ text: part.trim() }))
        .filter((part) => part.text !== '');
    case '.csv':
      return csvRows(text, path).flatMap(({ prompt, label }) =>
        prompt === undefined ? [] : [{ text: prompt, ...(label && { label }) }],
      );
    case '.yaml':
    case '.yml':
      return [{ text: JSON.stringify(parseYaml(text, path)) }];
    case '.json':
    case '.md':
    case '.j2':
      return [{ text: text.trim() }];
    default:
      throw new NotImported(`${path} is not a supported kind of prompt.`);
  }
}

/** Whether a test that names prompts by label, or by the beginning of labels, is for this one. */
export function isFor(prompt: Prompt, labels: readonly string[] | undefined): boolean {
  if (labels === undefined) return true;
  return labels.some((label) => {
    const group = label.endsWith('*') ? label.slice(0, -1) : `${label}:`;
    return prompt.label === label || prompt.label.startsWith(group);
  });
}

/** The text that a model is sent. @throws NotImported */
export function renderPrompt(text: string, vars: JsonObject): string {
  const parsed = parsedJson(text);
  return parsed === undefined ? fill(text, vars) : JSON.stringify(fillAll(parsed, vars), null, 2);
}

/** What was asked, from the text that a model was sent: a conversation where it is one. */
export function askedIn(text: string): Pick<Sample, 'input' | 'messages'> {
  const isYaml = /^\s*- role:/.test(text);
  const parsed = isYaml ? parseYaml(text, 'the prompt') : parsedJson(text);
  const messages = Array.isArray(parsed) ? parsed.map(messageOf) : [];
  const isChat = messages.length > 0 && messages.every((each) => each !== undefined);
  return isChat ? { messages } : { input: text };
}

function messageOf(given: JsonValue): Message | undefined {
  if (!isRecord(given) || !ROLES.has(String(given.role))) return undefined;
  const { role, content, name, tool_calls, tool_call_id } = given;
  return {
    role,
    ...(content !== undefined && { content }),
    ...(typeof name === 'string' && { name }),
    ...(tool_calls !== undefined && { tool_calls }),
    ...(typeof tool_call_id === 'string' && { tool_call_id }),
    // The API says what is wrong within a message.
  } as Message;
}

function parsedJson(text: string): JsonValue | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
