import { ITEM_ERRORS, PROBLEMS, SCORE_ERRORS } from '../schema/errors.ts';

interface Entry {
  /** What links name: `/docs/errors#anchor`. */
  anchor: string;
  code: string;
  facts: string;
  text: string;
}

/** The page behind `/docs/errors`, to which the `type` of a problem links. */
export function renderErrorsPage(): string {
  const problems = Object.entries(PROBLEMS).map(
    ([code, { status, title, detail, retryable }]): Entry => ({
      anchor: code,
      code,
      facts: `HTTP ${status} · ${retryFact(retryable)}`,
      text: `${title}. ${detail}`,
    }),
  );
  const scores = Object.entries(SCORE_ERRORS).map(
    ([code, { detail, retryable }]): Entry => ({
      anchor: code,
      code,
      facts: retryFact(retryable),
      text: detail,
    }),
  );
  const items = Object.entries(ITEM_ERRORS).map(
    ([code, { detail }]): Entry => ({ anchor: `batch-${code}`, code, facts: '', text: detail }),
  );
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Assay errors</title>
    <link rel="icon" href="data:," />
    <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff; }
      h3 { margin: 1.5rem 0 0; font-size: 1rem; }
      h3 a { color: inherit; }
      p { margin: 0.25rem 0; }
      .facts { color: #595959; font-size: 0.875rem; }
      section > div:target { background: #fff6d6; outline: 0.5rem solid #fff6d6; }
    </style>
  </head>
  <body>
    <h1>Assay errors</h1>
    <p>Branch on <code>code</code>, which does not change. <a href="/docs/">API reference</a></p>
${section('Problems', 'The request was refused. The body is problem details (RFC 9457).', problems)}
${section('Score errors', 'The request succeeded, but one score has the status <code>error</code>.', scores)}
${section('Batch errors', 'A sample of a batch has the status <code>error</code> and no verdict.', items)}
  </body>
</html>
`;
}

function section(title: string, intro: string, entries: readonly Entry[]): string {
  return `    <section>
      <h2>${title}</h2>
      <p>${intro}</p>
${entries.map(entry).join('\n')}
    </section>`;
}

function entry({ anchor, code, facts, text }: Entry): string {
  return `      <div id="${anchor}">
        <h3><a href="#${anchor}"><code>${code}</code></a></h3>
${facts && `        <p class="facts">${facts}</p>\n`}        <p>${withCode(escaped(text))}</p>
      </div>`;
}

function retryFact(isRetryable: boolean): string {
  return isRetryable ? 'retryable' : 'not retryable';
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Backticks as Markdown means them. */
function withCode(html: string): string {
  return html.replace(/`([^`]+)`/g, '<code>$1</code>');
}
