import type { TextTraining } from './train-text-detector.ts';

type Train = (folder: string) => Uint8Array | Promise<Uint8Array>;

/** How each detector is trained, by its name. Its lists of words are only read when it is. */
export const TRAININGS: Readonly<Record<string, Train>> = {
  toxicity: async (folder) => trainText((await import('./detectors/toxicity.ts')).toxicity, folder),
  refusal: async (folder) => trainText((await import('./detectors/refusal.ts')).refusal, folder),
  injection: async (folder) =>
    trainText((await import('./detectors/injection.ts')).injection, folder),
  ungrounded: async (folder) => (await import('./detectors/ungrounded.ts')).trainUngrounded(folder),
};

async function trainText(training: TextTraining, folder: string): Promise<Uint8Array> {
  const { trainTextDetector } = await import('./train-text-detector.ts');
  return trainTextDetector(training, folder);
}
