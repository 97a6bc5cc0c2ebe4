import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

test('what has little text before it begins at once; more waits for the groups before', async () => {
  const pace = createPace();
  const begun: string[] = [];
  const waiting = ['a', 'b', 'c', 'd'].map((name) => pace(60_000).then(() => begun.push(name)));
  await Promise.resolve();
  expect(begun).toEqual(['a']);
  await Promise.all(waiting);
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
});
