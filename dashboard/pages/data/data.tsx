import { Deletions } from './deletions.tsx';
import { EncryptionKeys } from './encryption-keys.tsx';
import { ExportProject } from './export-project.tsx';
import { KeptData } from './kept-data.tsx';
import '../settings/settings.css';

/** Control over the data: what is kept, by which key it is encrypted, deletion and export. */
export default function Data() {
  return (
    <section class="page">
      <h1>Data</h1>
      <KeptData />
      <EncryptionKeys />
      <Deletions />
      <ExportProject />
    </section>
  );
}
