import type { JudgeMessage } from '@assay/scorers/judging/judge.ts';

/**
 * Messages as every server takes them: none is blank, and none follows one of the same role.
 * Anthropic refuses blank messages, chat templates of Gemma and Mistral two turns in a row.
 *
 * @param hasSystemRole false puts the system message at the head of the user's first turn
 */
export function toTurns(messages: readonly JudgeMessage[], hasSystemRole: boolean): JudgeMessage[] {
  const turns: JudgeMessage[] = [];
  for (const { role, content } of messages) {
    if (content.trim() === '') continue;
    const own = role === 'system' && !hasSystemRole ? 'user' : role;
    const last = turns.at(-1);
    if (last?.role === own)
      turns[turns.length - 1] = { role: own, content: `${last.content}\n\n${content}` };
    else turns.push({ role: own, content });
  }
  return turns;
}
