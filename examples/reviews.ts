/**
 * People check answers: a question, a queue that draws samples, two reviewers with keys of their own, and
 * how far they agree. With `npm run dev` in another terminal, and the two variables that it prints:
 *
 *   ASSAY_BASE_URL=… ASSAY_API_KEY=… node examples/reviews.ts
 */
import { Assay, type Sample } from '@assay/sdk';

const assay = new Assay();
const name = `helpful-${Date.now()}`;

const samples: Sample[] = [
  { id: 'a', input: 'Can I return it?', output: 'Yes, within 60 days.' },
  { id: 'b', input: 'Is it waterproof?', output: 'Our terms say nothing of that.' },
  { id: 'c', input: 'Where is my parcel?', output: 'In Leipzig, since this morning.' },
  { id: 'd', input: 'Do you ship to Norway?', output: 'Norway is a beautiful country.' },
];

// What people are asked, and about which samples: here those of a batch.
await assay.questions.create({ name, kind: 'pass-fail', text: 'Does it answer the question?' });
const { id: batchId } = await assay.batches.create(samples, { scorers: ['detect-refusal'] });
await assay.batches.wait(batchId);
await assay.queues.create({
  ...{ name, question: name, source: { batchId }, sampling: { method: 'all' } },
  reviewsPerItem: 2,
});

/** What each of them thinks; they differ on one. */
const opinions: Record<string, Record<string, boolean>> = {
  anna: { a: true, b: false, c: true, d: false },
  ben: { a: true, b: true, c: true, d: false },
};

for (const [reviewer, opinion] of Object.entries(opinions)) {
  const review = { reviewer, queues: [name] };
  const made = await assay.keys.create({ name: reviewer, scopes: ['review'], review });
  // This key opens the queue, and nothing else.
  const { reviews } = new Assay({ apiKey: made.key });
  for (;;) {
    const { task } = await reviews.claim(name);
    if (task === null) break;
    const value = opinion[task.sample.id ?? ''] ?? false;
    const { progress } = await reviews.submit(name, task.item, { value });
    console.log(
      `${reviewer} says ${value ? 'yes' : 'no '} to ${task.sample.id}, ${progress.left} left`,
    );
  }
  await assay.keys.revoke(made.id);
}

const { overall, disagreements } = await assay.queues.agreement(name);
console.log('agreement', overall);
for (const { target, values } of disagreements) console.log('they differ on', target, values);
