/**
 * The application that the files beside it ask: it knows capitals, answers in sentences unless it is asked
 * for one word, and is lost when somebody shouts. `node app.ts` serves it until it is stopped.
 */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const PORT = 8791;
const lines = readFileSync(join(import.meta.dirname, 'questions.jsonl'), 'utf8')
  .trim()
  .split('\n');
const questions: { input: string; expected: string }[] = lines.map((line) => JSON.parse(line));

function answer(question: string): string {
  const known = questions.find(({ input }) => {
    const country = input.slice('What is the capital of '.length, -1);
    return question.toLowerCase().includes(country.toLowerCase());
  });
  if (known === undefined || question === question.toUpperCase()) return 'I do not know.';
  return question.includes('one word') ? known.expected : `The capital is ${known.expected}.`;
}

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { question } = JSON.parse(Buffer.concat(chunks).toString());
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ answer: answer(question), costUsd: 0.0001 }));
});
server.listen(PORT, '127.0.0.1', () => console.log(`http://127.0.0.1:${PORT}`));
