// Compiled by `npm run sdk:check` against the package, with nothing else there.
import {
  Assay,
  type ParamsOf,
  type ScorerReference,
  ValidationError,
  type Verdict,
} from '@assay/sdk';

const assay = new Assay({ apiKey: 'k', baseUrl: 'https://example.com' });
const params: ParamsOf<'length'> = { unit: 'words', max: 60 };
const verdict: Verdict = await assay.score({
  sample: { output: 'a' },
  scorers: ['exact-match', { scorer: 'length', params }, 'mine@2'],
});
// @ts-expect-error: no such parameter
const wrong: ScorerReference = { scorer: 'length', params: { most: 1 } };
await assay.score({ sample: { output: 'a' }, scorers: [wrong] });
for await (const item of assay.batches.results('bat_1')) item.verdict?.passed;
for await (const { id } of assay.verdicts.list({ passed: verdict.passed })) id.length;
const { response } = await assay.project.settings().withResponse();
if (!response.ok) throw new ValidationError({ code: 'x', message: 'x' });
