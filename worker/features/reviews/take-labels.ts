import { newId } from '@assay/schema/ids.ts';
import type {
  LabelInput,
  LabelsInput,
  LabelsTaken,
  LabelTarget,
  ProblemField,
  Question,
} from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { NewLabel } from '../../store/labels.ts';
import { answerFault } from './answer-fault.ts';
import type { LabelNeeds } from './find-labels.ts';
import { type FindTargetNeeds, findTargets } from './find-targets.ts';
import { getQuestion } from './questions.ts';
import { targetKey } from './target-key.ts';

export type TakeLabelNeeds = LabelNeeds & FindTargetNeeds;

/**
 * Adds labels, all or none. Sent again they change nothing; one that says something else than the
 * newest of its person corrects that, which is kept.
 *
 * @throws ApiProblem `invalid_request`, with a pointer to each fault
 */
export async function takeLabels(
  projectId: string,
  { question, by, labels }: LabelsInput,
  needs: TakeLabelNeeds,
): Promise<LabelsTaken> {
  const given = labels.map((label) => ({
    ...(question === undefined ? {} : { question }),
    ...(by === undefined ? {} : { by }),
    ...label,
  }));
  const [questions, targets] = await Promise.all([
    findQuestions(projectId, given, needs),
    findTargets(
      projectId,
      labels.map(({ target }) => target),
      needs,
    ),
  ]);
  const atMs = needs.nowMs();
  const firstAt = new Map<string, number>();
  const errors: ProblemField[] = [];
  const rows = given.flatMap((label, i): NewLabel[] => {
    const found = questions.get(label.question ?? '');
    const target = targets[i];
    const faults = faultsOf(label, found, target);
    errors.push(
      ...faults.map(({ pointer, message }) => ({ pointer: `/labels/${i}${pointer}`, message })),
    );
    if (faults.length > 0 || found === undefined || target === undefined) return [];
    const row = toRow(label, found, target, atMs);
    const key = JSON.stringify([row.question, row.version, row.target, row.by]);
    const earlier = firstAt.get(key);
    firstAt.set(key, earlier ?? i);
    if (earlier === undefined) return [row];
    const message = `repeats /labels/${earlier}: send one label per question, target and person`;
    errors.push({ pointer: `/labels/${i}`, message });
    return [];
  });
  if (errors.length > 0) throw refusal(errors, labels.length);
  const added = [...(await needs.labels.insert(projectId, rows)).values()];
  const corrected = added.filter((revision) => revision > 1).length;
  return {
    added: added.length - corrected,
    corrected,
    unchanged: labels.length - added.length,
  };
}

function refusal(errors: ProblemField[], count: number): ApiProblem {
  const most = errors.slice(0, 50);
  const detail = `None of the ${count} labels was added. Fix the ${errors.length > most.length ? `first ${most.length} of ${errors.length} faults` : 'faults'} listed in \`errors\` and send all of them again.`;
  return new ApiProblem('invalid_request', { errors: most, detail });
}

function faultsOf(
  { question, by, value }: LabelInput,
  found: Question | undefined,
  target: LabelTarget | undefined,
): ProblemField[] {
  const faults: (ProblemField | false)[] = [
    question === undefined && {
      pointer: '/question',
      message: 'is missing: name the question here, or beside `labels`',
    },
    question !== undefined &&
      found === undefined && {
        pointer: '/question',
        message: 'is not a question of this project; GET /v1/questions lists them',
      },
    by === undefined && {
      pointer: '/by',
      message: 'is missing: name the person here, or beside `labels`',
    },
    target === undefined && { pointer: '/target', message: 'does not exist in this project' },
  ];
  const fault = found && answerFault(found, value);
  return [
    ...faults.filter((each) => each !== false),
    ...(fault ? [{ pointer: '/value', message: fault }] : []),
  ];
}

function toRow(label: LabelInput, question: Question, target: LabelTarget, atMs: number): NewLabel {
  return {
    id: newId('label', atMs),
    question: question.name,
    version: question.version,
    target: targetKey(target),
    by: label.by ?? '',
    origin: 'bulk',
    queue: '',
    value: JSON.stringify(label.value),
    comment: label.comment ?? null,
    spans: JSON.stringify(label.spans ?? []),
    inclusionProbability: label.inclusionProbability ?? null,
    createdAtMs: atMs,
  };
}

async function findQuestions(
  projectId: string,
  labels: readonly LabelInput[],
  needs: TakeLabelNeeds,
): Promise<Map<string, Question | undefined>> {
  const references = [...new Set(labels.flatMap(({ question }) => question ?? []))];
  if (references.length > MOST_QUESTIONS) {
    throw new ApiProblem('invalid_request', {
      detail: `The labels answer ${references.length} questions. Send the labels of at most ${MOST_QUESTIONS} questions in one request.`,
    });
  }
  const found = references.map(async (reference) => {
    const question = await getQuestion(projectId, reference, needs).catch((cause: unknown) => {
      if (cause instanceof ApiProblem && cause.code === 'question_not_found') return undefined;
      throw cause;
    });
    return [reference, question] as const;
  });
  return new Map(await Promise.all(found));
}

const MOST_QUESTIONS = 20;
