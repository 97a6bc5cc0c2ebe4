import { readFileSync } from 'node:fs';

/** The compiled parser, where modules are read from files; the Workers runtime compiles none. */
export default new WebAssembly.Module(readFileSync(new URL('./postgresql.wasm', import.meta.url)));
