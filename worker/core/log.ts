/** One line of structured log. Never holds sample content, keys or messages that may quote them. */
export interface LogLine {
  level: 'info' | 'warn' | 'error';
  event: string;
  [field: string]: string | number | boolean | null;
}

export type Log = (line: LogLine) => void;

/** Writes each line as JSON, which Workers Logs indexes by field. */
export const logToConsole: Log = (line) => {
  const write = line.level === 'error' ? console.error : console.log;
  write(JSON.stringify(line));
};
