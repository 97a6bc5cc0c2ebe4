import type { ComponentChildren } from 'preact';

interface TableProps {
  title: string;
  columns: readonly string[];
  rows: readonly (readonly ComponentChildren[])[];
  /** Shown between the title and the table. */
  children?: ComponentChildren;
}

/** A titled table whose first column names the rows; wide ones scroll by themselves. */
export function Table({ title, columns, rows, children }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section class="panel probe-table" tabIndex={0} aria-label={title}>
      <h2>{title}</h2>
      {children}
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells], i) => (
            <tr key={i}>
              <th scope="row">{name}</th>
              {cells.map((cell, at) => (
                <td key={at}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
