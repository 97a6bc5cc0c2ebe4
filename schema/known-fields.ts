import * as z from 'zod';

type Schema = z.core.$ZodType;

/** The fields that an object at a path may have, in any of the forms that the schema allows there. */
export function knownFields(schema: Schema, path: readonly PropertyKey[]): string[] {
  let forms = formsOf(schema);
  for (const step of path) forms = forms.flatMap((form) => insideOf(form, step)).flatMap(formsOf);
  const names = forms.flatMap((form) =>
    form instanceof z.ZodObject ? Object.keys(form._zod.def.shape) : [],
  );
  return [...new Set(names)];
}

/** A schema without what only wraps it, and each form of a choice. */
function formsOf(schema: Schema): Schema[] {
  if (schema instanceof z.ZodUnion) return schema._zod.def.options.flatMap(formsOf);
  if (schema instanceof z.ZodPipe) return formsOf(schema._zod.def.in);
  if (schema instanceof z.ZodLazy) return formsOf(schema._zod.innerType);
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodExactOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    return formsOf(schema._zod.def.innerType);
  }
  return [schema];
}

function insideOf(schema: Schema, step: PropertyKey): Schema[] {
  if (schema instanceof z.ZodObject) {
    const field = schema._zod.def.shape[String(step)];
    return field === undefined ? [] : [field];
  }
  if (schema instanceof z.ZodArray) return [schema._zod.def.element];
  if (schema instanceof z.ZodRecord) return [schema._zod.def.valueType];
  return [];
}
