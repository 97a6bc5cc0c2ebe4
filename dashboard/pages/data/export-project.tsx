import { exportProject } from '@assay/sdk/transfer';
import { useSignal } from '@preact/signals';
import { Failure } from '../../parts/failure.tsx';
import { counted } from '../../parts/numbers.ts';
import { saveFile } from '../../parts/save-file.ts';
import { useAction } from '../../parts/use-action.ts';
import { session } from '../../session/session.ts';

/** Lines that are joined before the browser takes them over. */
const LINES_A_PART = 1_000;

/** Saves all records of the project as a file, with checksums. */
export function ExportProject() {
  const { isBusy, error, run } = useAction();
  const lines = useSignal(0);
  const save = () =>
    void run(async () => {
      const parts: Blob[] = [];
      let some: string[] = [];
      lines.value = 0;
      for await (const line of exportProject(session().assay)) {
        some.push(`${JSON.stringify(line)}\n`);
        if (some.length < LINES_A_PART) continue;
        parts.push(new Blob(some));
        lines.value += some.length;
        some = [];
      }
      lines.value += some.length;
      saveFile(new Blob([...parts, ...some], { type: 'application/x-ndjson' }), 'project.ndjson');
    });
  return (
    <section class="settings-part" aria-labelledby="export-title">
      <h2 id="export-title">Export</h2>
      <p>
        All records as NDJSON with checksums, decrypted; another deployment imports it. For a large
        project use <code>assay export</code>.
      </p>
      <div class="settings-actions">
        <button type="button" class="button" disabled={isBusy} onClick={save}>
          Export the project
        </button>
        <span role="status">{lines.value > 0 && counted(lines.value, 'line')}</span>
      </div>
      {error !== undefined && <Failure error={error} />}
    </section>
  );
}
