import * as z from 'zod';
import { defineDetector } from './define-detector.ts';
import type { Span } from './finding.ts';
import { overParam } from './places.ts';
import { findAssignments, findHeaders } from './secrets/assignments.ts';
import { findConnections, findJwts, findPrivateKeys, findWebhooks } from './secrets/documents.ts';
import { secretNames } from './secrets/providers.ts';
import { findTokens } from './secrets/tokens.ts';

const STEPS_PER_CHARACTER = 200;

/**
 * Credentials: keys and tokens of some fifty providers by their forms, private keys (also cut ones),
 * strings to connect by, JSON Web Tokens whose header decodes, login headers, and random values that a
 * text gives to something called a key, a token, a secret or a password.
 *
 * Tokens of GitHub and npm end in a checksum: certain where it holds, 0.6 where it does not. Examples
 * and placeholders (AKIAIOSFODNN7EXAMPLE, sk_test keys, `<your-key>`, `${TOKEN}`, changeme) have a
 * certainty below 0.5 or none. A random value that nothing names is not found: it may be a hash.
 *
 * Evidence holds offsets and kinds, and never quotes what was found.
 */
export const detectSecrets = defineDetector({
  id: 'detect-secrets',
  aliases: { secrets: { over: ['input'] }, 'secrets-present': {} },
  version: 1,
  summary: 'Whether the output is free of credentials: keys, tokens, passwords, private keys.',
  source: 'token formats as each provider documents them; RFC 7468, RFC 7519, RFC 7617',
  kinds: secretNames,
  params: () =>
    z.strictObject({
      allow: z
        .array(z.string().min(1).max(500))
        .max(1_000)
        .default([])
        .describe('Texts that are no finding, such as the key of a public demonstration.'),
      over: overParam(['output']),
    }),
  quotes: false,
  seesThrough: true,
  examples: () => [
    {
      title: 'A key among code',
      sample: { output: `const id = '${'AKIA'}YRWQXK5TBEHLZ2NC';` },
      value: 0.05,
    },
    {
      title: 'The key of the documentation',
      sample: { output: 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE' },
      value: 0.9,
    },
  ],
  look(text, { allow }, { work }) {
    work.spend(text.length * STEPS_PER_CHARACTER, 'looking for credentials');
    const known: Span[] = [
      ...findTokens(text),
      ...findPrivateKeys(text),
      ...findJwts(text),
      ...findConnections(text),
      ...findWebhooks(text),
    ];
    // What a value is by its own form says more than what it is given to.
    const named = [...findAssignments(text), ...findHeaders(text)].filter(
      (value) => !known.some(({ start, end }) => start < value.end && value.start < end),
    );
    const spans = [...known, ...named];
    const allowed = new Set(allow);
    return spans.filter(
      ({ start, end }) => allowed.size === 0 || !allowed.has(text.slice(start, end)),
    );
  },
});
