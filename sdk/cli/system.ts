/** An output stream of a command. */
export interface Output {
  write(text: string): void;
  /** Whether it is a terminal. */
  isTerminal: boolean;
}

/** The system interface of a command. */
export interface System {
  env: Readonly<Record<string, string | undefined>>;
  /** The answer, and nothing else. */
  stdout: Output;
  /** Progress, remarks and errors. */
  stderr: Output;
  stdin: Input;
  files: Files;
  fetch: typeof globalThis.fetch;
  /** Waits, in milliseconds, or until it is interrupted. */
  sleep(ms: number): Promise<void>;
  /** Aborts when a person interrupts, which from then on ends no more by itself. */
  interruption(): AbortSignal;
  /** The folder of the user's settings for this program. */
  configFolder: string;
}

export interface Input {
  isTerminal: boolean;
  bytes(): AsyncIterable<Uint8Array>;
  /** Prompts for one line; the input of a secret is not echoed. */
  ask(question: string, options?: { isSecret?: boolean }): Promise<string>;
}

export interface Files {
  /** @throws CliError when the file cannot be read */
  bytes(path: string): AsyncIterable<Uint8Array>;
  /**
   * Writes a text and the folders above it; a secret can be read by its owner alone. A text in pieces
   * replaces the file once all of it is there.
   */
  write(
    path: string,
    text: string | AsyncIterable<string>,
    options?: { isSecret?: boolean },
  ): Promise<void>;
  exists(path: string): Promise<boolean>;
  /** Where a path leads when its links are followed; the path itself where nothing is. */
  real(path: string): Promise<string>;
  /** The files of a folder, by name; @throws CliError when it cannot be read */
  list(folder: string): Promise<string[]>;
}
