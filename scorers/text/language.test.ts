import { expect, test } from 'vitest';
import { PLAIN_SENTENCES } from '../testing/plain-sentences.ts';
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

test('what is in no language, or too short to tell, abstains', async () => {
  for (const output of ['', '42', '🎉', 'xqzw vrkp', 'ok', 'Да', 'No']) {
    for (const code of ['en', 'ru']) {
      const result = await score(language, { output }, { language: code });
      expect(result, output).toMatchObject({ status: 'abstained' });
    }
  }
});

test('an output that is nothing but code abstains', async () => {
  for (const output of [
    "```sql\nSELECT nombre FROM usuarios WHERE ciudad = 'Madrid'\n```",
    '~~~\nreturn the value if it is there\n~~~',
    '```\nreturn the value if it is there',
    '`return the value if it is there`',
  ]) {
    const result = await score(language, { output }, { language: 'en' });
    expect(result, output).toMatchObject({ status: 'abstained' });
  }
});

test('terms in Latin letters do not make another language of a text', async () => {
  const texts: [string, string][] = [
    ['ja', 'TypeScriptのinterfaceはcompile時に消えます。'],
    ['zh', '你可以用npm install react-router-dom安装它。'],
    ['ar', 'استخدم Kubernetes لنشر Microservices'],
    ['ru', 'Запустите npm install react-router-dom перед сборкой'],
    ['ko', 'useEffect hook은 component가 mount될 때 실행됩니다'],
    ['el', 'Το plugin λειτουργεί με Visual Studio Code και JetBrains'],
    ['en', 'The Japanese word ありがとう means thank you.'],
    ['en', 'In Russian, да means yes and нет means no.'],
  ];
  for (const [code, output] of texts) {
    expect(await scoreValue(language, { output }, { language: code }), output).toBe(1);
  }
});

test('a text half in each of two languages is not called wrong for either', async () => {
  const output = 'Hello, how are you today? Спасибо большое за помощь';
  const scores = ['en', 'ru', 'de'].map((code) => score(language, { output }, { language: code }));
  const [english, russian, german] = await Promise.all(scores);
  expect(english).toMatchObject({ status: 'abstained' });
  expect(russian?.value).not.toBe(0);
  expect(german).toMatchObject({ value: 0 });
});

test('a few Chinese characters may be Japanese', async () => {
  const sample = { output: '東京大学' };
  expect(await score(language, sample, { language: 'ja' })).toMatchObject({ status: 'abstained' });
  expect(await scoreValue(language, sample, { language: 'zh' })).toBe(1);
  expect(await scoreValue(language, sample, { language: 'ko' })).toBe(0);
});

test('composed and decomposed letters are the same', async () => {
  for (const code of ['vi', 'cs', 'fr', 'tr'] as const) {
    const [sentence] = PLAIN_SENTENCES[code];
    const output = sentence.normalize('NFD');
    expect(await scoreValue(language, { output }, { language: code }), code).toBe(1);
  }
});

test('names plain sentences in every language', () => {
  for (const [code, sentences] of Object.entries(PLAIN_SENTENCES)) {
    for (const sentence of sentences) {
      expect(detectLanguage(sentence)[0]?.language, sentence).toBe(code);
    }
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

test.runIf(rows.length > 0)('names 98 of 100 texts of the reference data rightly', () => {
  const named = rows
    .map(({ text, label }) => ({ label, found: detectLanguage(text)[0]?.language }))
    .filter(({ found }) => found !== undefined);
  const right = named.filter(({ label, found }) => label === found);
  expect(named.length / rows.length).toBeGreaterThan(0.99);
  expect(right.length / named.length).toBeGreaterThan(0.98);
});
