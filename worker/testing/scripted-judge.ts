/** What a scripted judge answers to one prompt. */
export interface ScriptedAnswer {
  /** What the model says. */
  content: string;
  /** The version that it reports; null for none. */
  version?: string | null;
  /** Answers with this status and no completion. */
  status?: number;
}

/** A judge that answers by what it is asked, in the place of the network. */
export interface ScriptedJudge {
  fetch: typeof fetch;
  /** The prompts that it was asked. */
  heard: string[];
}

/** @param answer what the judge says to a prompt, all messages in one text */
export function scriptJudge(answer: (prompt: string) => ScriptedAnswer): ScriptedJudge {
  const heard: string[] = [];
  return {
    heard,
    async fetch(input, init) {
      const request = new Request(input, init);
      const { messages }: { messages: { content: string }[] } = await request.json();
      const prompt = messages.map(({ content }) => content).join('\n');
      heard.push(prompt);
      const { content, version = 'v1', status = 200 } = answer(prompt);
      if (status !== 200) return Response.json({ error: { message: 'no' } }, { status });
      return Response.json({
        ...(version !== null && { model: version }),
        choices: [{ finish_reason: 'stop', message: { role: 'assistant', content } }],
        usage: { prompt_tokens: 100, completion_tokens: 20 },
      });
    },
  };
}

/** The answer of a judge by rubric: met or not. */
export function met(isMet: boolean): string {
  return JSON.stringify({
    reasoning: isMet ? 'It is met.' : 'It is not met.',
    level: isMet ? 2 : 1,
  });
}
