import { newId } from '@assay/schema/ids.ts';
import type {
  Page,
  Question,
  QuestionInput,
  QuestionScorer,
  QuestionVersionInput,
} from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import { PAGE_ITEMS, pageFrom } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { NewQuestion, QuestionStore, StoredQuestion } from '../../store/questions.ts';
import { parseVersionReference } from '../scoring/version-cache.ts';

export interface QuestionNeeds {
  questions: QuestionStore;
  nowMs(): number;
}

/** Creates version 1 of a question. @throws ApiProblem `question_exists` */
export async function createQuestion(
  projectId: string,
  { name, ...input }: QuestionInput,
  needs: QuestionNeeds,
): Promise<Question> {
  const added = await needs.questions.add(newVersion(projectId, name, input, null, needs), false);
  if (added !== undefined) return toQuestion(added);
  throw new ApiProblem('question_exists', {
    detail: `The question "${name}" already exists. To add a version, use POST /v1/questions/${name}/versions.`,
  });
}

/**
 * Adds a version to a question; content equal to the newest version's adds none.
 *
 * @throws ApiProblem `question_not_found`
 */
export async function addQuestionVersion(
  projectId: string,
  name: string,
  input: QuestionVersionInput,
  needs: QuestionNeeds,
): Promise<{ question: Question; isNew: boolean }> {
  const newest = await findQuestion(projectId, name, needs);
  const next = newVersion(projectId, name, input, null, needs);
  return addUnlessSame(newest, next, needs);
}

/** Creates the question, or adds a version to it, unless the newest has the same content. */
export async function saveQuestion(
  projectId: string,
  { name, ...input }: QuestionInput,
  scorer: QuestionScorer | null,
  needs: QuestionNeeds,
): Promise<{ question: Question; isNew: boolean }> {
  const next = newVersion(projectId, name, input, scorer, needs);
  const newest = await needs.questions.find(projectId, name);
  if (newest !== undefined) return addUnlessSame(newest, next, needs);
  const added = await needs.questions.add(next, false);
  if (added !== undefined) return { question: toQuestion(added), isNew: true };
  // Another request was first.
  return addUnlessSame(await findQuestion(projectId, name, needs), next, needs);
}

async function addUnlessSame(
  newest: StoredQuestion,
  next: NewQuestion,
  { questions }: QuestionNeeds,
): Promise<{ question: Question; isNew: boolean }> {
  const isSame = newest.fingerprint === next.fingerprint && newest.description === next.description;
  if (isSame) return { question: toQuestion(newest), isNew: false };
  const added = await questions.add(next, true);
  if (added === undefined) throw new ApiProblem('question_not_found');
  return { question: toQuestion(added), isNew: true };
}

/** @param reference `name` for the newest version, or `name@3`. @throws ApiProblem `question_not_found` */
export async function getQuestion(
  projectId: string,
  reference: string,
  needs: QuestionNeeds,
): Promise<Question> {
  return toQuestion(await findQuestion(projectId, reference, needs));
}

/** A version that is referred to, which may have been deleted since. @throws ApiProblem `question_not_found` */
export async function findQuestionAlsoDeleted(
  projectId: string,
  name: string,
  version: number,
  { questions }: QuestionNeeds,
): Promise<Question> {
  const found = await questions.findKept(projectId, name, version);
  if (found === undefined) throw new ApiProblem('question_not_found');
  return toQuestion(found);
}

/** The newest version of each question, by name. */
export async function listQuestions(
  projectId: string,
  { limit = PAGE_ITEMS, cursor }: { limit?: number | undefined; cursor?: string | undefined },
  { questions }: QuestionNeeds,
): Promise<Page<Question>> {
  const rows = await questions.list(projectId, limit + 1, cursor);
  return pageFrom(rows, limit, toQuestion, ({ name }) => name);
}

/** Every version of a question, newest first. @throws ApiProblem `question_not_found` */
export async function listQuestionVersions(
  projectId: string,
  name: string,
  { questions }: QuestionNeeds,
): Promise<Question[]> {
  const versions = await questions.versions(projectId, name);
  if (versions.length === 0) throw new ApiProblem('question_not_found');
  return versions.map(toQuestion);
}

/** Deletes a question, or the one version of `name@3`; labels are kept. @throws ApiProblem `question_not_found` */
export async function deleteQuestion(
  projectId: string,
  reference: string,
  needs: QuestionNeeds,
): Promise<void> {
  await findQuestion(projectId, reference, needs);
  const { name, version } = parseVersionReference(reference);
  await needs.questions.remove(projectId, name, version, needs.nowMs());
}

async function findQuestion(
  projectId: string,
  reference: string,
  { questions }: QuestionNeeds,
): Promise<StoredQuestion> {
  const { name, version } = parseVersionReference(reference);
  const found = await questions.find(projectId, name, version);
  if (found === undefined) throw new ApiProblem('question_not_found');
  return found;
}

function newVersion(
  projectId: string,
  name: string,
  input: QuestionVersionInput,
  scorer: QuestionScorer | null,
  { nowMs }: QuestionNeeds,
): NewQuestion {
  const { kind, description = '', text, guidelines = '', comment = 'optional' } = input;
  const shown = {
    ...{ kind, text, guidelines, comment },
    ...(input.kind === 'levels' ? { levels: withValues(input.levels) } : {}),
    ...(input.kind === 'categories' ? { categories: input.categories } : {}),
  };
  return {
    ...{ projectId, name, description },
    content: { ...shown, scorer },
    fingerprint: fingerprint(shown),
    createdAtMs: nowMs(),
    attempt: newId('attempt'),
  };
}

/** Levels without values are evenly spaced. */
function withValues(levels: readonly { anchor: string; value?: number }[]) {
  return levels.map(({ anchor, value }, i) => ({
    anchor,
    value: value ?? i / (levels.length - 1),
  }));
}

export function toQuestion(stored: StoredQuestion): Question {
  const { name, version, description, content, fingerprint: print, createdAtMs } = stored;
  const createdAt = new Date(createdAtMs).toISOString();
  return { name, version, description, ...content, fingerprint: print, createdAt };
}
