import type { Command } from './command.ts';
import { login } from './login.ts';
import { scorers } from './scorers.ts';

/** Every command, in the order of help. */
export const COMMANDS: readonly Command[] = [login, scorers];
