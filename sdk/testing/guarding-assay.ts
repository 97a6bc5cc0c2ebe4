import { fakeGuard } from '@assay/schema/testing/fake-guard.ts';
import type { GuardRequest, Message } from '@assay/schema/types.ts';
import { assayWith } from './fake-fetch.ts';

/** What the fake guard finds in a text, or in messages. */
export function guardAnswer(asked: GuardRequest): object {
  const { messages, stage, text } = asked;
  if (messages === undefined || text !== undefined) return fakeGuard(asked);
  const results = messages.map((message) =>
    fakeGuard({ stage, text: String('content' in message ? message.content : '') }),
  );
  const blocking = results.find(({ action }) => action === 'block');
  if (blocking) return blocking;
  return {
    ...fakeGuard({ stage, text: '' }),
    action: results.find(({ action }) => action !== 'allow')?.action ?? 'allow',
    messages: results.map(({ text: redacted }): Message => {
      return { role: 'user', content: redacted ?? '' };
    }),
  };
}

/** A client whose guard is the fake one. */
export function guardingAssay() {
  return assayWith((_, init) => Response.json(guardAnswer(JSON.parse(String(init?.body)))), {
    maxRetries: 0,
  });
}
