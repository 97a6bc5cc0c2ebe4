import { toxicity } from '../../training/detectors/toxicity.ts';
import { LIBRARIES } from './libraries.ts';
import type { MakeTasks } from './task.ts';
import { unseenBySource } from './unseen.ts';

const SOURCES = ['OpenAI moderation', 'Surge AI', 'HateCheck'];

/** Toxic and harmless texts of families that training did not see; beside lists of words. */
export const toxicityTasks: MakeTasks = (data) => {
  const unseen = unseenBySource(toxicity.load(data.path));
  return [
    {
      detector: 'detect-toxicity',
      sources: Object.fromEntries(
        SOURCES.map((source) => [
          source,
          (unseen.get(source) ?? []).map(({ text, labels }) => ({
            sample: { output: text },
            isPositive: labels.toxic === 1,
          })),
        ]),
      ),
      beside: LIBRARIES['detect-toxicity'],
    },
  ];
};
