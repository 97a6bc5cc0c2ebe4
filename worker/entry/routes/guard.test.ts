import type {
  GuardPolicy,
  GuardRequest,
  GuardResult,
  Problem,
  StoredVerdict,
  Verdict,
} from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { call, callJson } from '../../testing/client.ts';
import { workerWith } from '../../testing/judged-worker.ts';
import { giveKey } from '../../testing/keys.ts';
import { MET, type StagedJudge, stageJudge, UNMET } from '../../testing/plays.ts';

const CARD = 'Pay with 4111 1111 1111 1111 today.';
const MAIL = 'Write to maria.keller@posteo.de.';

function guard(request: Partial<GuardRequest>): Promise<GuardResult> {
  return callJson<GuardResult>('/v1/guard', { body: { stage: 'output', ...request } });
}

async function problemOf(body: object, path = '/v1/guard'): Promise<Problem> {
  const response = await call(path, { body });
  expect(response.ok).toBe(false);
  return response.json<Problem>();
}

const redactMail = { rules: [{ scorer: 'detect-pii', action: 'redact' as const }] };

test('the preset lets harmless text through, and says what was checked', async () => {
  const result = await guard({ text: 'The warranty is two years.' });
  expect(result).toMatchObject({
    action: 'allow',
    stage: 'output',
    decidedBy: null,
    text: 'The warranty is two years.',
    findings: [],
    notRun: [{ scorer: 'detect-canary', status: 'skipped', action: 'allow' }],
    stored: 'none',
    policy: { name: 'default', version: 1 },
  });
  expect(result.scores.map(({ scorer }) => scorer)).toContain('detect-pii');
  expect(result).not.toHaveProperty('tokens');
});

test('the preset redacts card numbers on their way out, and flags contacts', async () => {
  const card = await guard({ text: CARD });
  expect(card).toMatchObject({
    action: 'redact',
    decidedBy: 'detect-pii',
    text: 'Pay with [CREDIT_CARD] today.',
    findings: [{ kind: 'credit-card', pointer: '/text', start: 9, end: 28, action: 'redact' }],
  });
  expect(await guard({ text: MAIL })).toMatchObject({ action: 'flag', text: MAIL });
  expect(await guard({ stage: 'input', text: CARD })).toMatchObject({ action: 'flag', text: CARD });
});

test('what is not stored is answered as what is stored', async () => {
  const answers = await Promise.all(
    (['none', 'now'] as const).map((store) => guard({ text: `${CARD} ${MAIL}`, store })),
  );
  const [unstored, stored] = answers.map(({ scores, latencyMs: _, ...rest }) => ({
    ...rest,
    scores: scores.map(({ latencyMs: __, ...score }) => score),
  }));
  expect(unstored).toEqual({ ...stored, stored: 'none', verdictId: unstored?.verdictId });
  expect(unstored?.verdictId).toMatch(/^ver_/);
});

test('a score of the guard is the score that /v1/score gives', async () => {
  const { scores } = await guard({ text: CARD });
  const own = scores.find(({ scorer }) => scorer === 'detect-pii');
  const verdict = await callJson<Verdict>('/v1/score', {
    body: { sample: { output: CARD }, scorers: ['detect-pii'], store: 'none' },
  });
  expect({ ...own, latencyMs: 0 }).toEqual({ ...verdict.scores[0], latencyMs: 0 });
});

test('tokens go out and come back, the same for the same text', async () => {
  const policy = { ...redactMail, redaction: { mode: 'tokens' as const } };
  const sent = await guard({ stage: 'input', text: `${MAIL} ${MAIL}`, policy });
  expect(sent.text).toBe('Write to [EMAIL_1]. Write to [EMAIL_1].');
  expect(sent.tokens).toEqual({ '[EMAIL_1]': 'maria.keller@posteo.de' });
  const tokens = sent.tokens ?? {};
  const next = await guard({ stage: 'input', text: 'Or to jo.b@posteo.de', policy, tokens });
  expect(next.text).toBe('Or to [EMAIL_2]');
  const restored = await callJson('/v1/guard/restore', {
    body: { text: 'I wrote to [EMAIL_2] and [EMAIL_1], not [EMAIL_3].', tokens: next.tokens },
  });
  expect(restored).toEqual({
    text: 'I wrote to jo.b@posteo.de and maria.keller@posteo.de, not [EMAIL_3].',
  });
});

test('hashes are the same in a project, and no other', async () => {
  const policy = { ...redactMail, redaction: { mode: 'hash' as const } };
  const [first, again] = [await guard({ text: MAIL, policy }), await guard({ text: MAIL, policy })];
  expect(first.text).toMatch(/^Write to \[EMAIL:[0-9a-f]{16}\]\.$/);
  expect(again.text).toBe(first.text);
  const { key } = await giveKey(['score']);
  const body = { stage: 'output', text: MAIL, policy };
  const other = await callJson<GuardResult>('/v1/guard', { body, key });
  expect(other.text).not.toBe(first.text);
});

test('a conversation comes back with its redactions', async () => {
  const messages = [
    { role: 'system' as const, content: 'Be kind.' },
    { role: 'user' as const, content: [{ type: 'text', text: MAIL }] },
  ];
  const result = await guard({ stage: 'input', messages, policy: redactMail });
  expect(result.messages?.[1]).toEqual({
    role: 'user',
    content: [{ type: 'text', text: 'Write to [EMAIL].' }],
  });
  expect(result.findings).toMatchObject([{ pointer: '/messages/1/content' }]);
  expect(result).not.toHaveProperty('text');
});

test('arguments of tool calls are checked and redacted', async () => {
  const toolCalls = [{ name: 'send', arguments: { to: 'maria.keller@posteo.de' } }];
  const result = await guard({ stage: 'tool-call', toolCalls, policy: redactMail });
  expect(result.toolCalls).toEqual([{ name: 'send', arguments: { to: '[EMAIL]' } }]);
});

test('the text of a tool call or result is the text that comes back', async () => {
  for (const stage of ['tool-call', 'tool-result'] as const) {
    const result = await guard({ stage, text: MAIL, policy: redactMail });
    expect(result).toMatchObject({ text: 'Write to [EMAIL].', findings: [{ pointer: '/text' }] });
    expect(result).not.toHaveProperty('messages');
  }
});

test('a blocked request gives nothing back', async () => {
  const policy = {
    rules: [
      { scorer: 'detect-pii', action: 'redact' as const },
      { scorer: { scorer: 'length', params: { max: 5 } }, action: 'block' as const },
    ],
    redaction: { mode: 'tokens' as const },
  };
  const result = await guard({ text: MAIL, input: 'x', policy });
  expect(result).toMatchObject({ action: 'block', decidedBy: 'length', text: null, input: null });
  expect(result).not.toHaveProperty('tokens');
});

test('a rule that could not be applied blocks an output, and is named', async () => {
  const policy = { rules: [{ scorer: 'exact-match', action: 'flag' as const }] };
  const notRun = [{ scorer: 'exact-match', status: 'error', code: 'sample_field_missing' }];
  expect(await guard({ text: 'x', policy })).toMatchObject({ action: 'block', notRun });
  const open = { ...policy, onError: 'allow' as const };
  expect(await guard({ text: 'x', policy: open })).toMatchObject({ action: 'allow', notRun });
  expect(await guard({ stage: 'input', text: 'x', policy })).toMatchObject({ action: 'allow' });
});

test('a stored verdict holds the redacted sample, and none of what was redacted', async () => {
  const { verdictId, stored } = await guard({ text: CARD, store: 'now', tags: ['guard'] });
  expect(stored).toBe('now');
  const verdict = await callJson<StoredVerdict>(`/v1/verdicts/${verdictId}`);
  expect(verdict.sample).toEqual({ output: 'Pay with [CREDIT_CARD] today.' });
  expect(JSON.stringify(verdict)).not.toContain('4111');
});

test('a policy is named and versioned', async () => {
  const create = { name: 'mail', description: 'No mail.', ...redactMail };
  const first = await callJson<GuardPolicy>('/v1/guard/policies', { body: create });
  expect(first).toMatchObject({ name: 'mail', version: 1, rules: redactMail.rules });
  expect(await problemOf(create, '/v1/guard/policies')).toMatchObject({ code: 'policy_exists' });

  const next = { rules: [{ scorer: 'detect-pii', action: 'block' }] };
  const path = '/v1/guard/policies/mail/versions';
  const second = await callJson<GuardPolicy>(path, { body: next });
  expect(second).toMatchObject({ version: 2 });
  expect(await callJson<GuardPolicy>(path, { body: next })).toEqual(second);

  expect(await guard({ text: MAIL, policy: 'mail' })).toMatchObject({
    action: 'block',
    policy: { name: 'mail', version: 2, fingerprint: second.fingerprint },
  });
  expect(await guard({ text: MAIL, policy: 'mail@1' })).toMatchObject({ action: 'redact' });
  expect(await callJson('/v1/guard/policies/mail@1')).toEqual(first);
  expect(await callJson(path)).toEqual({ items: [second, first] });
  expect(await callJson('/v1/guard/policies')).toMatchObject({ items: [second] });

  await call('/v1/guard/policies/mail', { method: 'DELETE' });
  expect(await problemOf({ stage: 'output', text: 'x', policy: 'mail' })).toMatchObject({
    code: 'unknown_policy',
    errors: [{ pointer: '/policy' }],
  });
});

test('the preset can be read, and its name not taken', async () => {
  const preset = await callJson<GuardPolicy>('/v1/guard/policies/default');
  const { policy } = await guard({ text: 'x' });
  expect(policy).toEqual({ name: 'default', version: 1, fingerprint: preset.fingerprint });
  const { description: _, createdAt: __, fingerprint: ___, version: ____, ...input } = preset;
  expect(await problemOf(input, '/v1/guard/policies')).toMatchObject({ code: 'policy_exists' });
});

test('what a policy cannot do is refused, with the place and the fix', async () => {
  const rules = [
    { scorer: 'levenshtein', action: 'redact' },
    { scorer: 'detect-pii', action: 'redact', kinds: { emails: 'allow' } },
    { scorer: { scorer: 'bleu', threshold: null }, action: 'flag' },
  ];
  const problem = await problemOf({ name: 'faulty', rules }, '/v1/guard/policies');
  expect(problem.errors).toEqual([
    { pointer: '/rules/0/action', message: expect.stringContaining('needs a detector') },
    { pointer: '/rules/1/kinds/emails', message: expect.stringContaining('`email`') },
    { pointer: '/rules/2/scorer', message: expect.stringContaining('`threshold`') },
  ]);
  const inline = await problemOf({
    stage: 'output',
    text: 'x',
    policy: { rules: [{ scorer: 'detect-pi', action: 'flag' }] },
  });
  expect(inline).toMatchObject({
    code: 'unknown_scorer',
    errors: [{ pointer: '/policy/rules/0/scorer' }],
  });
});

test.each([
  [{ stage: 'output' }, '/text'],
  [{ stage: 'output', text: 'x', toolCalls: [] }, '/toolCalls'],
  [{ stage: 'output', text: 'x', tokens: { email: 'x' } }, '/tokens/email'],
  [{ stage: 'outputs', text: 'x' }, '/stage'],
  [{ stage: 'input', text: 'x', input: 'y' }, '/input'],
])('a request that cannot be checked is refused: %j', async (body, pointer) => {
  const { errors } = await problemOf(body);
  expect(errors?.map((error) => error.pointer)).toContain(pointer);
});

test('a text that a conversation ends with is redacted in both', async () => {
  const turn = { role: 'user' as const, content: MAIL };
  const sent = await guard({ stage: 'input', text: MAIL, messages: [turn], policy: redactMail });
  expect(sent).toMatchObject({
    text: 'Write to [EMAIL].',
    messages: [{ content: 'Write to [EMAIL].' }],
    findings: [{ pointer: '/text' }],
  });
  const answer = { role: 'assistant' as const, content: [{ type: 'text', text: MAIL }] };
  const asked = { role: 'user' as const, content: 'To whom?' };
  const shown = await guard({ text: MAIL, messages: [asked, answer], policy: redactMail });
  expect(shown).toMatchObject({
    text: 'Write to [EMAIL].',
    messages: [asked, { content: [{ text: 'Write to [EMAIL].' }] }],
  });
});

test('no score quotes what was redacted, neither in the response nor in the database', async () => {
  const policy = {
    rules: [
      ...redactMail.rules,
      { scorer: { scorer: 'regex', params: { pattern: 'maria\\S+' } }, action: 'flag' as const },
    ],
  };
  const result = await guard({ text: MAIL, policy, store: 'now' });
  expect(result.scores[1]).toMatchObject({ scorer: 'regex', evidence: [{ start: 9, end: 32 }] });
  expect(JSON.stringify(result)).not.toContain('maria');
  const stored = await callJson<StoredVerdict>(`/v1/verdicts/${result.verdictId}`);
  expect(JSON.stringify(stored)).not.toContain('maria');
});

test('a token that stands anywhere in what was sent is not given to another text', async () => {
  const policy = { ...redactMail, redaction: { mode: 'tokens' as const } };
  const messages = [
    { role: 'system' as const, content: 'Placeholders look like [EMAIL_1].' },
    { role: 'user' as const, content: MAIL },
  ];
  const { tokens } = await guard({ stage: 'input', messages, policy });
  expect(tokens).toEqual({ '[EMAIL_2]': 'maria.keller@posteo.de' });
});

test('what a tool returned is checked in the parts of a message', async () => {
  const part = { type: 'tool_result', tool_use_id: 't', content: [{ type: 'text', text: MAIL }] };
  const messages = [{ role: 'user' as const, content: [part] }];
  const result = await guard({ stage: 'tool-result', messages, policy: redactMail });
  expect(result).toMatchObject({ action: 'redact', notRun: [] });
  expect(result.messages).toEqual([
    {
      role: 'user',
      content: [{ ...part, content: [{ type: 'text', text: 'Write to [EMAIL].' }] }],
    },
  ]);
});

test('a rule that could never fail is refused, also as an escalation', async () => {
  const escalate = { above: 0.1, below: 0.9, scorer: { scorer: 'bleu', threshold: null } };
  const policy = {
    rules: [
      { scorer: 'detect-pii', action: 'block' as const, escalate },
      { scorer: { scorer: 'detect-secrets', extract: ['trim' as const] }, action: 'flag' as const },
    ],
  };
  const { errors } = await problemOf({ stage: 'output', text: 'x', policy });
  expect(errors?.map(({ pointer }) => pointer)).toEqual([
    '/policy/rules/0/escalate/scorer',
    '/policy/rules/1/scorer/extract',
  ]);
});

test('detectors inside another scorer look where the stage has its text', async () => {
  const scorers = ['detect-secrets', { scorer: 'any', params: { scorers: ['detect-pii'] } }];
  const policy = { rules: [{ scorer: { scorer: 'all', params: { scorers } }, action: 'block' }] };
  for (const stage of ['input', 'output', 'tool-call', 'tool-result']) {
    const result = await callJson('/v1/guard', { body: { stage, text: MAIL, policy } });
    expect(result).toMatchObject({ action: 'block', decidedBy: 'all', notRun: [] });
  }
});

test('a mode of redaction for a kind that nothing finds is refused', async () => {
  const policy = { ...redactMail, redaction: { kinds: { emails: 'mask' as const } } };
  expect((await problemOf({ stage: 'output', text: 'x', policy })).errors).toEqual([
    { pointer: '/policy/redaction/kinds/emails', message: expect.stringContaining('`email`') },
  ]);
});

test('a tool call without arguments is let through', async () => {
  const toolCalls = [{ name: 'now', arguments: {} }];
  expect(await guard({ stage: 'tool-call', toolCalls })).toMatchObject({ action: 'allow' });
});

test('a text is not restored to a size that nobody could use', async () => {
  const body = { text: '[A]'.repeat(1_000), tokens: { '[A]': 'x'.repeat(10_000) } };
  expect(await problemOf(body, '/v1/guard/restore')).toMatchObject({
    code: 'invalid_request',
    errors: [{ pointer: '/text', message: expect.stringContaining('1048576') }],
  });
});

describe('an escalation', () => {
  const escalate = {
    above: 0.01,
    below: 0.5,
    scorer: { scorer: 'rubric', params: { criterion: 'It names no person.' } },
  };
  const policy = { rules: [{ scorer: 'detect-pii', action: 'block' as const, escalate }] };

  async function guardWith(judge: StagedJudge, text: string): Promise<GuardResult> {
    const body = { stage: 'output', text, policy };
    return workerWith(judge).askJson<GuardResult>('/v1/guard', { body });
  }

  test('asks a judge where a detector is unsure, and takes its word', async () => {
    const allowed = await guardWith(await stageJudge(MET), MAIL);
    expect(allowed).toMatchObject({ action: 'allow', usage: { inputTokens: 120 } });
    expect(allowed.scores.map(({ scorer }) => scorer)).toEqual(['detect-pii', 'rubric']);
    const blocked = await guardWith(await stageJudge(UNMET), 'Write to jo.keller@posteo.de.');
    expect(blocked).toMatchObject({ action: 'block', decidedBy: 'rubric' });
  });

  test('asks none where it is sure', async () => {
    const judge = await stageJudge(MET);
    const sure = await guardWith(judge, 'Nothing of the kind.');
    expect(sure).toMatchObject({ action: 'allow', usage: null });
    expect(await judge.heard()).toEqual([]);
  });

  test('blocks an output if the judge cannot judge', async () => {
    const judge = await stageJudge({ status: 400, body: { error: { message: 'no' } } });
    expect(await guardWith(judge, 'Write to al.keller@posteo.de.')).toMatchObject({
      action: 'block',
      decidedBy: 'rubric',
      notRun: [{ scorer: 'rubric', status: 'error', action: 'block' }],
    });
  });
});
