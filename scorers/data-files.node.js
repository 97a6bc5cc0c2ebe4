import { readFileSync } from 'node:fs';

export function readData(path) {
  const { buffer, byteOffset, byteLength } = readFileSync(new URL(path, import.meta.url));
  return buffer.slice(byteOffset, byteOffset + byteLength);
}
