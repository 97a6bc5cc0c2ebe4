import type { Message, Sample } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { readSample } from '../sample.ts';
import { scoreJudged } from '../testing/score.ts';
import { readTurns } from './turns.ts';

const system: Message = { role: 'system', content: 'Be kind.' };
const asked: Message = { role: 'user', content: 'Hi, I am Ada.' };
const said: Message = { role: 'assistant', content: 'Hello!' };

const turnsOf = (sample: Sample) =>
  readTurns(readSample(sample)).map(({ pointer, role }) => `${role} ${pointer}`);

test('a conversation that holds input and output is as it is', () => {
  const messages = [system, asked, said];
  const own = ['system /messages/0', 'user /messages/1', 'assistant /messages/2'];
  expect(turnsOf({ messages })).toEqual(own);
  expect(turnsOf({ messages, input: 'Hi, I am Ada. ', output: 'Hello!' })).toEqual(own);
});

test('an output beside the conversation is the assistant’s last turn', () => {
  expect(turnsOf({ messages: [asked], output: 'Hello!' })).toEqual([
    'user /messages/0',
    'assistant /output',
  ]);
});

test('an output that tells the last turn another way is no turn of its own', () => {
  expect(turnsOf({ messages: [asked, said], output: 'hello' })).toHaveLength(2);
});

test('an input beside the conversation is the user’s next turn', () => {
  const sample = { messages: [asked, said], input: 'Who am I?', output: 'Who knows.' };
  expect(turnsOf(sample)).toEqual([
    'user /messages/0',
    'assistant /messages/1',
    'user /input',
    'assistant /output',
  ]);
});

test('an input beside the steps that it led to is the first turn', () => {
  expect(turnsOf({ messages: [system, said], input: 'Greet me.' })).toEqual([
    'system /messages/0',
    'user /input',
    'assistant /messages/1',
  ]);
});

test('the answer under judgement is judged where it stands beside the conversation', async () => {
  const items = [{ number: 2, quote: 'Who are you?', basis: 'I am Ada', verdict: 'forgot' }];
  const sample = { messages: [asked], output: 'Who are you?' };
  const { score, judge } = await scoreJudged('knowledge-retention', sample, [
    { reasoning: '', items },
  ]);
  expect(score).toMatchObject({ value: 0, evidence: [{ pointer: '/output', start: 0 }, {}] });
  expect(judge.calls[0]?.messages[1]?.content).toContain('turn 2, assistant:\n  | Who are you?');
});
