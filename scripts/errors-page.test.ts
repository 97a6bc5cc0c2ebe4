import { expect, test } from 'vitest';
import { PROBLEMS, type ProblemCode, SCORE_ERRORS } from '../schema/errors.ts';
import { ApiProblem, toProblem } from '../worker/core/problem.ts';
import { renderErrorsPage } from './errors-page.ts';

const anchors = [...renderErrorsPage().matchAll(/ id="([^"]+)"/g)].map(([, anchor]) => anchor);

test('the type of every problem links to an anchor of the page', () => {
  for (const code of Object.keys(PROBLEMS) as ProblemCode[]) {
    const { type } = toProblem(new ApiProblem(code), 'req_1');
    const { pathname, hash } = new URL(type, 'https://assay.example/v1/score');
    expect(pathname).toBe('/docs/errors');
    expect(anchors).toContain(hash.slice(1));
  }
});

test('every error of a score has an anchor, and no anchor is there twice', () => {
  expect(anchors).toEqual(expect.arrayContaining(Object.keys(SCORE_ERRORS)));
  expect(new Set(anchors).size).toBe(anchors.length);
});

test('what a text quotes is code, and no text is markup', () => {
  const page = renderErrorsPage();
  expect(page).toContain('<code>Content-Type: application/json</code>');
  expect(page).not.toMatch(/`|<key>/);
});
