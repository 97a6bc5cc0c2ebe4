import { createHash } from 'node:crypto';
import { counted } from '@assay/schema/counted.ts';
import type { BatchRow } from '@assay/schema/types.ts';
import { comparisonRows, countsText, pairsText, statisticsRows } from '../batch-text.ts';

import { answerOf } from './answer.ts';
import { SCRIPT, STYLE } from './assets.ts';
import type { ReportData } from './collect.ts';
import { type Html, html } from './html.ts';
import { sampleHtml } from './sample.ts';

/** Of the whole page, and of what each sample has beside its texts. */
const MOST_BYTES = 2_900_000;
const ROW_BYTES = 900;
/** Of the texts of one sample. */
const MOST_TEXT_BYTES = 64_000;
const STATUSES = ['failed', 'error', 'abstained', 'passed', 'pending'];
const CHANGES = ['regressed', 'errored', 'fixed', 'unchanged', 'unpaired'];

/**
 * A batch and its comparison as one page, which opens from a disk: it asks nothing of any server, and
 * runs no script but its own.
 */
export function reportPage(data: ReportData): string {
  const { batch, base, comparison, samples } = data;
  const left = MOST_BYTES / Math.max(1, samples.length) - ROW_BYTES;
  const textBytes = Math.max(200, Math.min(MOST_TEXT_BYTES, Math.floor(left)));
  const title = `${batch.suite ? `${batch.suite.name}@${batch.suite.version}` : 'Batch'} ${batch.id}`;
  const policy = `default-src 'none'; style-src '${hashOf(STYLE)}'; script-src '${hashOf(SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  const rest = batch.counts.total - samples.length;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${title}</title><style>${raw(STYLE)}</style></head><body>
<header><h1>${title}</h1><p class="muted">${countsText(batch)} · ${batch.createdAt}${batch.tags.length > 0 ? ` · ${batch.tags.join(', ')}` : ''}</p></header><main>
<p class="answer">${comparison ? answerOf(comparison) : 'There is no earlier batch to compare with.'}</p>
${base ? html`<p class="muted">Base: ${base.id} · ${base.createdAt}${comparison ? ` · ${pairsText(comparison)}` : ''}</p>` : html``}
${base ? changesHtml(data) : html``}
<h2>Scores</h2>${tableHtml(statisticsRows(batch))}
${comparison ? html`<h2>Compared with the base</h2>${tableHtml(comparisonRows(comparison))}` : html``}
${base ? scatterHtml(samples.map(({ row }) => row)) : html``}
<h2>Samples</h2>
<form hidden><label>Status<select name="status"><option value="">all</option>${optionsOf(STATUSES)}</select></label>
${base ? html`<label>Change<select name="change"><option value="">all</option>${optionsOf(CHANGES)}</select></label>` : html``}
<label>Text<input name="text" type="search"></label><output id="shown" class="muted"></output></form>
${rest > 0 ? html`<p class="muted">${counted(rest, 'sample')} more are not part of this report.</p>` : html``}
${samples.map((sample) => sampleHtml(sample, textBytes))}</main><script>${raw(SCRIPT)}</script></body></html>
`.html;
}

function changesHtml({ changes }: ReportData): Html {
  const told = CHANGES.map(
    (change) => html`<td class="${change}">${changes.get(change) ?? 0}</td>`,
  );
  const heads = CHANGES.map((change) => html`<th scope="col">${change}</th>`);
  return html`<div class="scroll"><table><tr>${heads}</tr><tr>${told}</tr></table></div>`;
}

function tableHtml([heads = [], ...rows]: readonly (readonly string[])[]): Html {
  const head = heads.map((cell) => html`<th scope="col">${cell}</th>`);
  const body = rows.map(([name = '', ...cells]) => {
    const rest = cells.map((cell) => html`<td>${cell}</td>`);
    return html`<tr><th scope="row">${name}</th>${rest}</tr>`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${heads[0] ?? ''}"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

const SIDE = 240;

/** The verdict of each sample in the base and now: above the line it got better. */
function scatterHtml(rows: readonly BatchRow[]): Html {
  const points = rows.flatMap(({ value, base }) => {
    if (value === null || !base || base.value === null) return [];
    const [x, y] = [SIDE * base.value, SIDE * (1 - value)];
    return [
      html`<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="4" class="${base.change ?? ''}"/>`,
    ];
  });
  if (points.length === 0) return html``;
  const view = `-8 -8 ${SIDE + 16} ${SIDE + 16}`;
  return html`<h2>Value of each sample: base (across) and now (up)</h2>
<svg width="${SIDE}" height="${SIDE}" viewBox="${view}" role="img" aria-label="${counted(points.length, 'sample')} by their value in the base and now"><path d="M0 ${SIDE}L${SIDE} 0" stroke="currentColor" stroke-opacity=".4"/>${points}</svg>`;
}

function optionsOf(names: readonly string[]): Html[] {
  return names.map((name) => html`<option>${name}</option>`);
}

/** What this package wrote itself. */
function raw(text: string): Html {
  return { html: text };
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
