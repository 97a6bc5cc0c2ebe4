import { readFileSync } from 'node:fs';

/** The compiled engine, where modules are read from files; the Workers runtime compiles none. */
export default new WebAssembly.Module(readFileSync(new URL('./quickjs.wasm', import.meta.url)));
