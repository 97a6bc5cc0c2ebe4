import { z } from 'zod';

type Schema = z.core.$ZodType;

/** The fields that an object at a path may have, in any of the forms that the schema allows there. */
export function knownFields(schema: Schema, path: readonly PropertyKey[]): string[] {
  let forms = formsOf(schema);
  for (const step of path) forms = forms.flatMap((form) => insideOf(form, step)).flatMap(formsOf);
  const names = forms.flatMap((form) =>
    form instanceof z.core.$ZodObject ? Object.keys(form._zod.def.shape) : [],
  );
  return [...new Set(names)];
}

/** A schema without what only wraps it, and each form of a choice. */
function formsOf(schema: Schema): Schema[] {
  if (schema instanceof z.core.$ZodUnion) return schema._zod.def.options.flatMap(formsOf);
  if (schema instanceof z.core.$ZodPipe) return formsOf(schema._zod.def.in);
  if (schema instanceof z.core.$ZodLazy) return formsOf(schema._zod.innerType);
  if (
    schema instanceof z.core.$ZodOptional ||
    schema instanceof z.core.$ZodNullable ||
    schema instanceof z.core.$ZodDefault ||
    schema instanceof z.core.$ZodPrefault
  ) {
    return formsOf(schema._zod.def.innerType);
  }
  return [schema];
}

function insideOf(schema: Schema, step: PropertyKey): Schema[] {
  if (schema instanceof z.core.$ZodObject) {
    const field = schema._zod.def.shape[String(step)];
    return field === undefined ? [] : [field];
  }
  if (schema instanceof z.core.$ZodArray) return [schema._zod.def.element];
  if (schema instanceof z.core.$ZodRecord) return [schema._zod.def.valueType];
  return [];
}
