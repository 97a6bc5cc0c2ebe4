/** What is wrong with one field of a value: where it stands, and what would be right. */
export interface Fault {
  path: PropertyKey[];
  message: string;
}

/** As zod reports them; other schema libraries give path and message too. */
interface Issue {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
  code?: string | undefined;
  keys?: readonly string[];
  errors?: readonly (readonly Issue[])[];
}

/**
 * The faults that a schema found, each at the field it is about: of a key that is not known the key
 * itself, of a choice of forms those of the form that was meant.
 */
export function faultsOf(issues: readonly Issue[]): Fault[] {
  return issues.flatMap((issue) => {
    const path = (issue.path ?? []).map((step) => (typeof step === 'object' ? step.key : step));
    if (issue.code === 'unrecognized_keys') {
      return (issue.keys ?? []).map((key) => ({
        path: [...path, key],
        message: 'is not a known field',
      }));
    }
    const meant = issue.code === 'invalid_union' ? findMeant(issue.errors ?? []) : undefined;
    if (meant === undefined) return [{ path, message: issue.message }];
    return faultsOf(meant).map((fault) => ({ ...fault, path: [...path, ...fault.path] }));
  });
}

/** The one form of several that has the value's type, if it is only one. */
function findMeant(forms: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const [only, ...others] = forms.filter(
    (issues) => !issues.some(({ code, path = [] }) => code === 'invalid_type' && path.length === 0),
  );
  return others.length === 0 ? only : undefined;
}
