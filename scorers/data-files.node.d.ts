/**
 * The bytes of a data file of scorers: tables and weights that are no code, so that starting does not
 * have to parse them.
 *
 * @param path of a `.bin` file, from `scorers/`; `data-files.workerd.ts` lists it
 */
export function readData(path: string): ArrayBuffer;
