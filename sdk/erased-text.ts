import { counted } from '@assay/schema/counted.ts';

/** What one record and several of a class are called. Classes of a report need not be words. */
const WORDS: Readonly<Record<string, readonly [string, string?]>> = {
  verdicts: ['verdict'],
  samples: ['sample'],
  batches: ['batch', 'batches'],
  batchSamples: ['sample of a batch', 'samples of batches'],
  batchResults: ['result of a batch', 'results of batches'],
  datasets: ['version of a data set', 'versions of data sets'],
  datasetItems: ['item of a data set', 'items of data sets'],
  experiments: ['experiment'],
  experimentSamples: ['sample of an experiment', 'samples of experiments'],
  labels: ['label'],
  reviews: ['review'],
  calibrations: ['calibration'],
  traceParts: ['span of a waiting trace', 'spans of waiting traces'],
  traceFacts: ['span kept for previews', 'spans kept for previews'],
  judgeAnswers: ['cached answer of a judge', 'cached answers of judges'],
  judgeCache: ['cached answer of a judge', 'cached answers of judges'],
  judgeExchanges: ['prompt and answer of a judge', 'prompts and answers of judges'],
  apiKeys: ['API key'],
  monitors: ['version of a monitor', 'versions of monitors'],
  webhooks: ['webhook delivery', 'webhook deliveries'],
  webhookDeliveries: ['webhook delivery', 'webhook deliveries'],
};

/** How much was deleted of what, in words; records that only serve others are counted together. */
export function erasedText(erased: Readonly<Record<string, number>>): string {
  const found = Object.entries(erased).filter(([, count]) => count > 0);
  const named = found.flatMap(([name, count]) => {
    const words = wordsOf(name);
    return words === undefined ? [] : [counted(count, ...words)];
  });
  const others = found.reduce(
    (sum, [name, count]) => (wordsOf(name) === undefined ? sum + count : sum),
    0,
  );
  const texts = others === 0 ? named : [...named, counted(others, 'other record')];
  return texts.length === 0 ? 'nothing' : texts.join(', ');
}

function wordsOf(name: string): readonly [string, string?] | undefined {
  return Object.hasOwn(WORDS, name) ? WORDS[name] : undefined;
}
