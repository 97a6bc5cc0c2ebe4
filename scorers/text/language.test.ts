import { expect, test } from 'vitest';
import { referenceRows } from '../testing/reference-data.ts';
import { score, scoreValue } from '../testing/score.ts';
import { DETECTABLE, detectLanguage } from './detect-language.ts';
import { language } from './language.ts';

const texts: Record<string, string> = {
  en: 'Your parcel was sent on Monday and should reach you by Friday.',
  de: 'Ihr Paket wurde am Montag versandt und sollte bis Freitag bei Ihnen sein.',
  fr: 'Votre colis a été expédié lundi et devrait arriver vendredi.',
  pt: 'Sua encomenda foi enviada na segunda-feira e deve chegar até sexta.',
  tr: 'Paketiniz pazartesi günü gönderildi ve cuma gününe kadar ulaşmalı.',
  vi: 'Bưu kiện của bạn đã được gửi vào thứ Hai và sẽ đến trước thứ Sáu.',
  ru: 'Ваша посылка отправлена в понедельник и должна прийти к пятнице.',
  uk: 'Вашу посилку відправлено в понеділок, вона має надійти до п’ятниці.',
  ar: 'تم إرسال طردك يوم الاثنين ومن المتوقع أن يصل يوم الجمعة.',
  fa: 'بسته شما روز دوشنبه ارسال شد و باید تا جمعه به دستتان برسد.',
  hi: 'आपका पार्सल सोमवार को भेजा गया था और शुक्रवार तक पहुँच जाना चाहिए।',
  zh: '您的包裹已于周一寄出，预计周五前送达。',
  ja: '荷物は月曜日に発送され、金曜日までに届く予定です。',
  ko: '소포는 월요일에 발송되었으며 금요일까지 도착할 예정입니다.',
  th: 'พัสดุของคุณถูกส่งเมื่อวันจันทร์และควรถึงภายในวันศุกร์',
};

for (const [code, output] of Object.entries(texts)) {
  test(`knows ${code} from the others`, async () => {
    for (const other of Object.keys(texts)) {
      const value = await scoreValue(language, { output }, { language: other });
      expect(value, other).toBe(other === code ? 1 : 0);
    }
  });
}

test('three-letter codes and regions name the same language', async () => {
  const output = texts.de ?? '';
  for (const code of ['deu', 'de-AT', 'DE']) {
    expect(await scoreValue(language, { output }, { language: code }), code).toBe(1);
  }
});

test('languages that cannot be told apart count as each other', async () => {
  const output = 'Paket Anda telah dikirim pada hari Senin dan akan tiba hari Jumat.';
  expect(await scoreValue(language, { output }, { language: 'id' })).toBe(1);
  expect(await scoreValue(language, { output }, { language: 'ms' })).toBe(1);
});

test('without a language that of the input is expected', async () => {
  const input = 'Wann kommt mein Paket an?';
  expect(await scoreValue(language, { input, output: texts.de ?? '' })).toBe(1);
  expect(await score(language, { input, output: texts.en ?? '' })).toMatchObject({
    value: 0,
    reason: 'The output is in English (en), not in German (de).',
  });
});

test('code and addresses are not read', async () => {
  const output = `So geht das:\n\`\`\`js\nreturn the value if it is there\n\`\`\`\nMehr unter https://example.com/the/english/path.`;
  expect(await scoreValue(language, { output }, { language: 'de' })).toBe(1);
});

test('what is in no language abstains', async () => {
  for (const output of ['', '42', '🎉', 'xqzw vrkp']) {
    const result = await score(language, { output }, { language: 'en' });
    expect(result, output).toMatchObject({ status: 'abstained' });
  }
});

test('neither language nor input is a missing field', async () => {
  expect(await score(language, { output: 'Hello there' })).toMatchObject({
    error: { code: 'sample_field_missing' },
  });
});

test('a language that cannot be found is refused', async () => {
  for (const code of ['eo', 'tlh', 'no such']) {
    await expect(score(language, { output: 'a' }, { language: code })).rejects.toThrow('ISO 639');
  }
});

const asDetected: Record<string, string> = { nb: 'no', nn: 'no', id: 'ms', bs: 'hr' };
const rows = referenceRows('language_id.dev.jsonl')
  .map(({ text, label }) => ({
    text: String(text),
    label: asDetected[String(label)] ?? String(label),
  }))
  .filter(({ label }) => DETECTABLE.includes(label));

test.runIf(rows.length > 0)('names 97 of 100 texts of the reference data rightly', () => {
  const named = rows
    .map(({ text, label }) => ({ label, found: detectLanguage(text)[0]?.language }))
    .filter(({ found }) => found !== undefined);
  const right = named.filter(({ label, found }) => label === found);
  expect(named.length / rows.length).toBeGreaterThan(0.95);
  expect(right.length / named.length).toBeGreaterThan(0.97);
});
