import type { BindingProps } from '@assay/schema/binding.ts';
import { faultsOf } from '@assay/schema/faults.ts';
import { jsonPointer } from '@assay/schema/json-pointer.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import * as z from 'zod';
import type { Config } from '../../core/config.ts';
import { ApiProblem } from '../../core/problem.ts';
import { createTtlCache } from '../../core/ttl-cache.ts';
import type { ProjectStore } from '../../store/projects.ts';
import { DEVELOPMENT_PRINCIPAL } from './development.ts';
import type { Principal } from './principal.ts';

const Props: z.ZodType<BindingProps> = z.strictObject({
  project: z.string().min(1).max(LIMITS.nameCharacters),
  scopes: z.array(z.enum(['score', 'read', 'suites', 'audit', 'admin'])).min(1),
  caller: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 letters, digits, "_", "." or "-"')
    .exactOptional(),
});

/**
 * Identifies the caller of a service binding by its `props`, which are set when the calling Worker
 * is deployed. The platform guarantees them: code in the caller cannot change them.
 */
export interface BindingCallers {
  /**
   * @param props as the platform hands them over
   * @param beforeLookup asked before the database is: may refuse by throwing
   * @throws ApiProblem `binding_unidentified`
   */
  identify(props: unknown, beforeLookup: (keyId: string) => Promise<void>): Promise<Principal>;
}

// A project is never renamed, and what is deleted from it stays deleted: nothing is to be forgotten.
const PROJECTS_CACHE_MS = 300_000;
const PROJECTS_CACHE_ENTRIES = 1_000;

interface Dependencies {
  projects: ProjectStore;
  config: Config;
  nowMs(): number;
}

export function createBindingCallers({ projects, config, nowMs }: Dependencies): BindingCallers {
  const known = createTtlCache<string>(PROJECTS_CACHE_MS, PROJECTS_CACHE_ENTRIES, nowMs);

  async function findProject(reference: string): Promise<string> {
    const remembered = known.get(reference);
    if (remembered !== undefined) return remembered;
    const isOurs = config.isDevelopment && reference === DEVELOPMENT_PRINCIPAL.projectId;
    const id = isOurs ? reference : await projects.find(reference);
    if (id === undefined) {
      throw refusal([
        {
          pointer: '/props/project',
          message: 'is neither the id nor the name of a project of this deployment',
        },
      ]);
    }
    known.set(reference, id);
    return id;
  }

  return {
    async identify(props, beforeLookup) {
      const parsed = Props.safeParse(props ?? {});
      if (!parsed.success) {
        throw refusal(
          faultsOf(parsed.error.issues).map(({ path, message }) => ({
            pointer: `/props${jsonPointer(path)}`,
            message,
          })),
        );
      }
      const { project, scopes, caller = 'binding' } = parsed.data;
      await beforeLookup(`${project}:${caller}`);
      const projectId = await findProject(project);
      return { projectId, keyId: `binding:${projectId}:${caller}`, scopes };
    },
  };
}

function refusal(errors: { pointer: string; message: string }[]): ApiProblem {
  return new ApiProblem('binding_unidentified', { errors });
}
