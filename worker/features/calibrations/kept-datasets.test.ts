import { expect, test } from 'vitest';
import { listed } from '../../core/line-source.ts';
import { newProject } from '../../testing/batch-world.ts';
import { labelled, worldOf } from '../../testing/calibration-world.ts';
import { addDatasetVersion, createDataset } from '../datasets/create-dataset.ts';
import { deleteDataset } from '../datasets/delete-dataset.ts';
import { deleteCalibration } from './delete-calibration.ts';

test('a version that a judge was calibrated on is kept as long as the calibration is', async () => {
  const world = worldOf();
  const { services } = world;
  const projectId = newProject();
  const items = [0, 1].map((i) => {
    const { id = '', ...sample } = labelled(i, undefined, true).sample;
    return { id, sample, labels: [{ question: 'polite', value: true }] };
  });
  const version = (name: string, count: number) => ({
    ...{ projectId, name },
    source: listed('items', items.slice(0, count)),
  });
  await createDataset(version('support', 2), services);
  await addDatasetVersion(version('support', 1), services);
  await createDataset(version('support.more', 2), services);
  const { id } = await world.calibrate(projectId, { dataset: 'support@1' });
  const detail = `support@1 is used by the calibration ${id}. Delete first what refers to it.`;
  for (const reference of ['support@1', 'support']) {
    const deleting = deleteDataset(projectId, reference, services);
    await expect(deleting).rejects.toMatchObject({ code: 'dataset_in_use', detail });
  }
  await deleteDataset(projectId, 'support@2', services);
  await deleteDataset(projectId, 'support.more', services);
  await deleteCalibration(projectId, id, services);
  await deleteDataset(projectId, 'support', services);
});
