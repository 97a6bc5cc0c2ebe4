import { expect, test } from 'vitest';
import { countTokens } from './token-count.ts';

// Tokens of o200k_base, by gpt-tokenizer 3.
const COUNTED: Record<string, [string, number]> = {
  English: ['Express shipping costs 9.90 EUR, and it arrives within two working days.', 17],
  German: ['Die Lieferung kostet 4,90 Euro und dauert zwei bis drei Werktage.', 17],
  Chinese: ['运输费用是四点九欧元，通常需要两到三个工作日。', 17],
  Korean: ['배송비는 4.90유로이며 보통 2~3영업일이 걸립니다.', 23],
  Russian: ['Доставка стоит 4,90 евро и обычно занимает два-три рабочих дня.', 17],
  JSON: ['{"claims":[{"claim":"a","verdict":"supported"}]}', 14],
};

for (const [language, [text, tokens]] of Object.entries(COUNTED)) {
  test(`${language}: never more than there are at least, and about as many as typical`, () => {
    const { typical, least } = countTokens(text);
    expect(least).toBeLessThanOrEqual(tokens);
    expect(least).toBeGreaterThan(tokens / 4);
    expect(typical / tokens).toBeGreaterThan(0.6);
    expect(typical / tokens).toBeLessThan(2);
  });
}

test('white space alone has no least count, and nothing has none', () => {
  expect(countTokens(' '.repeat(5_000)).least).toBe(0);
  expect(countTokens()).toEqual({ typical: 0, least: 0 });
});
