import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Declaration, type Doc, type Member, readDeclarations } from './declarations.ts';

const root = join(import.meta.dirname, '..');

/** The resources, in reading order: how each is reached, and the class or interface that says what it does. */
const RESOURCES = [
  ['assay', 'Assay'],
  ['assay.score', 'Scoring'],
  ['assay.guard', 'Guarding'],
  ['assay.guard.policies', 'GuardPolicies'],
  ['assay.scorers', 'Scorers'],
  ['assay.suites', 'Suites'],
  ['assay.pipelines', 'Pipelines'],
  ['assay.experiments', 'Experiments'],
  ['assay.probes', 'Probes'],
  ['assay.rules', 'Rules'],
  ['assay.monitors', 'Monitors'],
  ['assay.verdicts', 'Verdicts'],
  ['assay.log', 'Log'],
  ['assay.batches', 'Batches'],
  ['assay.datasets', 'Datasets'],
  ['assay.calibrations', 'Calibrations'],
  ['assay.keys', 'Keys'],
  ['assay.webhooks', 'Webhooks'],
  ['assay.project', 'Project'],
  ['assay.audit', 'Audit'],
  ['assay.deletions', 'Deletions'],
] as const;

const OPTIONS = ['AssayOptions', 'RequestOptions', 'PollOptions'];
const STREAMS = ['guardStream', 'GuardStreamOptions', 'GuardedStream'];
const LOG = ['verifyLog', 'VerifyLogOptions', 'LogReport', 'LogFinding', 'verifyProof'];
const RECEIPTS = [
  ...['verifyReceipt', 'VerifyReceiptOptions', 'VerifiedReceipt'],
  ...['verifyDeletionReport', 'VerifyDeletionOptions', 'VerifiedDeletion'],
];
const TRANSFER = ['exportProject', 'importProject'];
const TESTS = ['AssayMatchers', 'ScoreOptions', 'AskOptions'];
/** What each entry for a framework has, in reading order. */
const FRAMEWORKS = [
  [
    '@assay/sdk/ai',
    [
      ...['assayMiddleware', 'AssayMiddlewareOptions', 'ModelCall', 'ModelAnswer', 'FallbackCause'],
      ...['guardMiddleware', 'GuardMiddlewareOptions'],
    ],
  ],
  [
    '@assay/sdk/hono',
    ['assayClient', 'scoreResponse', 'ScoreResponseOptions', 'guardRoute', 'GuardRouteOptions'],
  ],
  ['@assay/sdk/ai and @assay/sdk/hono', ['AnswerCheckOptions']],
  ['@assay/sdk/otel', ['recordVerdict', 'RecordOptions', 'otelTraceContext', 'spanContextOf']],
] as const;
const ANSWERS = ['ApiPromise', 'PagePromise', 'Page', 'WithResponse'];

/** `docs/sdk-reference.md`, from the docstrings of `sdk/`. */
export function renderSdkReference(): string {
  const declarations = declarationsOfSdk();
  const find = (name: string): Declaration => {
    const found = declarations.find((declaration) => declaration.name === name);
    if (found === undefined) throw new Error(`sdk/ declares no ${name}`);
    return found;
  };
  const errors = declarations.filter(({ name }) => name.endsWith('Error'));
  const sections = [
    `<!-- Made by \`npm run docs\` from the docstrings of sdk/. -->
# SDK reference

Every method of [\`@assay/sdk\`](sdk.md), and what its entries for [tests](testing.md) and
[frameworks](frameworks.md) have. What each scorer takes is in [scorers.md](scorers.md), what a request
holds in [scoring.md](scoring.md), and the types say both in the editor.`,
    ...RESOURCES.map(([path, name]) => renderResource(path, find(name))),
    `## Streams\n\n${STREAMS.map((name) => renderEntry(find(name))).join('\n\n')}`,
    `## Receipts

${RECEIPTS.map((name) => renderEntry(find(name))).join('\n\n')}`,
    `## @assay/sdk/log\n\n${[...LOG, 'verifyCheckpoint'].map((name) => renderEntry(find(name))).join('\n\n')}`,
    `## @assay/sdk/transfer\n\n${TRANSFER.map((name) => renderEntry(find(name))).join('\n\n')}`,
    `## Options\n\n${OPTIONS.map((name) => renderFields(find(name))).join('\n\n')}`,
    `## What calls answer\n\n${ANSWERS.map((name) => renderFields(find(name))).join('\n\n')}`,
    `## @assay/sdk/vitest and @assay/sdk/jest\n\n${TESTS.map((name) => renderFields(find(name))).join('\n\n')}`,
    ...FRAMEWORKS.map(
      ([entry, names]) =>
        `## ${entry}\n\n${names.map((name) => renderEntry(find(name))).join('\n\n')}`,
    ),
    `## Errors\n\n${errors.map(renderFields).join('\n\n')}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

/** What the compiler declares of the client and all it imports. */
function declarationsOfSdk(): Declaration[] {
  const made = mkdtempSync(join(tmpdir(), 'assay-sdk-reference-'));
  try {
    const tsc = join(root, 'node_modules', '.bin', 'tsc');
    execFileSync(tsc, ['-p', join(root, 'sdk', 'tsconfig.build.json'), '--outDir', made]);
    const files = [
      ...[
        'client',
        'options',
        'api-promise',
        'page',
        'poll',
        'errors',
        'guard-blocked-error',
        'guard-stream',
        'receipts',
        'receipt-error',
        'log',
        'log-walk',
        'log-error',
        'checkpoints',
        'deletion-reports',
        'transfer',
      ],
      ...[
        'score',
        'guard',
        'scorers',
        'suites',
        'pipelines',
        'rules',
        'monitors',
        'verdicts',
        'log',
        'batches',
        'experiments',
        'probes',
        'datasets',
        'calibrations',
        'keys',
        'webhooks',
        'project',
        'audit',
        'deletions',
      ].map((name) => `resources/${name}`),
      'matchers/options',
      ...[
        'ai',
        'hono',
        'otel',
        'frameworks/answer-check',
        'frameworks/model-answer',
        'frameworks/guard-middleware',
        'frameworks/guard-route',
      ],
    ];
    return files.flatMap((file) =>
      readDeclarations(readFileSync(join(made, 'sdk', `${file}.d.ts`), 'utf8')),
    );
  } finally {
    rmSync(made, { recursive: true });
  }
}

function renderResource(path: string, { doc, members }: Declaration): string {
  const isClient = path === 'assay';
  const title = isClient ? 'assay' : path;
  const methods = members.filter(
    ({ name, signatures }) =>
      signatures[0]?.includes('(') &&
      !signatures[0].startsWith('readonly') &&
      (isClient || name !== 'constructor'),
  );
  const intro = isClient ? renderDoc(doc) : doc.text;
  return [`## ${title}`, intro, ...methods.map((method) => renderMethod(path, method))]
    .filter((part) => part !== '')
    .join('\n\n');
}

function renderMethod(path: string, { name, signatures, doc }: Member): string {
  const isConstructor = name === 'constructor';
  const reached = name === '' ? path : `${path}.${name}`;
  const shown = signatures.map((signature) =>
    isConstructor
      ? signature.replace('constructor', 'new Assay')
      : `${path}${name === '' ? '' : '.'}${signature}`,
  );
  return [
    `### ${isConstructor ? 'new Assay' : reached}`,
    `\`\`\`ts\n${shown.join('\n')}\n\`\`\``,
    renderDoc(doc),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** A function of an entry, or what it takes. */
function renderEntry(declaration: Declaration): string {
  const { name, signature, doc } = declaration;
  if (signature === '') return renderFields(declaration);
  return [`### ${name}`, `\`\`\`ts\n${signature}\n\`\`\``, renderDoc(doc)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function renderDoc({ text, params, returns, throws, example }: Doc): string {
  const facts = [
    ...params.map((param) => `- ${param.replace(/^(\w+)\s+/, '`$1`: ')}`),
    ...(returns === '' ? [] : [`- Answers ${returns}.`]),
    ...throws.map(
      (fault) => `- Throws ${fault.replace(/^(\w+)/, '`$1`')}${/[.!]$/.test(fault) ? '' : '.'}`,
    ),
  ];
  return [text, facts.join('\n'), example === '' ? '' : `\`\`\`ts\n${example}\n\`\`\``]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** A class or interface with a line for each member that is documented. */
function renderFields({ name, doc, members }: Declaration): string {
  const lines = members
    .filter((member) => member.doc.text !== '')
    .map(({ signatures: [signature = ''], doc: { text, throws } }) => {
      const shown = signature.replace(/^(readonly|get) /, '').replace(/ \| undefined$/, '');
      const faults = throws.map((fault) => ` Throws ${fault}.`).join('');
      return `- \`${shown}\`: ${text.replaceAll(/\s*\n\s*/g, ' ')}${faults}`;
    });
  return [`### ${name}`, renderDoc(doc), lines.join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}
