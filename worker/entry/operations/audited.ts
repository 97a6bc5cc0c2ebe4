import { PROBLEMS } from '@assay/schema/errors.ts';
import { shorten } from '@assay/scorers/shorten.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { AppServices } from '../app-services.ts';
import { problemOf } from '../http/errors.ts';
import type { Asked, Operation } from './operation.ts';

/** What an operation answered: a value, or a response over HTTP. */
export interface Done {
  value?: unknown;
  response?: Response;
}

const SUBJECT_CHARACTERS = 256;

type Recorded = Exclude<NonNullable<Operation['audit']>, 'none'>;

/**
 * Runs an operation and records it in the audit log as it declares: whatever way it is called, and
 * nothing where it is not administrative.
 *
 * @throws whatever the work throws, and ApiProblem `storage_unavailable`: a change that cannot be
 *   recorded is not made, and a read that cannot be is not answered
 */
export function audited(
  operation: Operation,
  asked: Asked<string, unknown, unknown>,
  services: AppServices,
  work: () => Promise<Done>,
): Promise<Done> {
  const { audit, id } = operation;
  if (audit === undefined || audit === 'none') return work();
  return recorded({ audit, id }, asked, services, work);
}

async function recorded(
  { audit, id }: { audit: Recorded; id: string },
  asked: Asked<string, unknown, unknown>,
  services: AppServices,
  work: () => Promise<Done>,
): Promise<Done> {
  const { principal, requestId } = asked.context;
  const given = audit.subject?.(asked);
  const subject = given === undefined ? null : shorten(given, SUBJECT_CHARACTERS);
  if (audit.kind === 'read') {
    const { recordReading } = await import('../../features/records/audit/record-reading.ts');
    const done = await work();
    await recordReading({ principal, operation: id, subject }, services);
    return done;
  }
  const { recordAct } = await import('../../features/records/audit/record-act.ts');
  const act = {
    ...{ principal, requestId, operation: id, subject },
    readState: () => readState(async () => audit.state?.(asked, services)),
    made: ({ value }: Done) => audit.made?.(value),
    // The answer logs it.
    codeOf: (cause: unknown) => problemOf(cause, requestId, () => {}).code,
  };
  return recordAct(act, services, work);
}

/** What is not there has no state. */
async function readState(read: () => Promise<unknown>): Promise<unknown> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof ApiProblem && PROBLEMS[cause.code].status === 404) return null;
    throw cause;
  }
}
