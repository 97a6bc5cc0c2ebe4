/** What people use in JavaScript for what a detector does, as they use it without settings of their own. */
import { profanity } from '@2toad/profanity';
import vard from '@andersmyrmel/vard';
import type { Sample } from '@assay/schema/types.ts';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { englishDataset, englishRecommendedTransformers, RegExpMatcher } from 'obscenity';
import { SyncRedactor } from 'redact-pii';
import type { Beside } from './task.ts';

const textOf = ({ output, input = '' }: Sample): string => String(output ?? input);

const matcher = new RegExpMatcher({ ...englishDataset.build(), ...englishRecommendedTransformers });
const redactor = new SyncRedactor();

/** By detector. */
export const LIBRARIES = {
  'detect-injection': [
    {
      library: '@andersmyrmel/vard',
      certainty: (sample) => Number(!vard.moderate().safeParse(textOf(sample)).safe),
    },
  ],
  'detect-pii': [
    {
      library: 'redact-pii',
      certainty: (sample) => Number(redactor.redact(textOf(sample)) !== textOf(sample)),
    },
  ],
  'detect-secrets': [
    {
      library: '@secretlint (recommended)',
      certainty: async (sample) => {
        const { messages } = await lintSource({
          source: {
            filePath: 'text.txt',
            content: textOf(sample),
            contentType: 'text',
            ext: '.txt',
          },
          options: {
            config: { rules: [{ id: 'preset', rule: creator }] },
            noPhysicFilePath: true,
          },
        });
        return Number(messages.length > 0);
      },
    },
  ],
  'detect-toxicity': [
    { library: 'obscenity', certainty: (sample) => Number(matcher.hasMatch(textOf(sample))) },
    {
      library: '@2toad/profanity',
      certainty: (sample) => Number(profanity.exists(textOf(sample))),
    },
  ],
} satisfies Record<string, readonly Beside[]>;
