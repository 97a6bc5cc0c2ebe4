/** The SHA-256 of each weights file, which its detector's fingerprint holds. `npm run train` writes it. */
export const WEIGHTS = {
  injection: 'sha256:dbb9130f2ec9c475e39b4e8965fa8dd46cea3e03d3c026feb9df8cee594d1422',
  refusal: 'sha256:1244113500cc223f7b4a14aaf2211d000c01fb5c0efc641f942793c0fe93db5c',
  toxicity: 'sha256:106cd92fafff45dcb4263156dba8c63df61569a9f0d9586153dc4542d5d14d20',
  ungrounded: 'sha256:3c310e8918e4943e7124a545544c3cbcece1d6f515dbcbd66d80b4ed7119c82a',
} as const satisfies Record<string, string>;
