import type { Command } from './command.ts';
import { login } from './login.ts';
import { score } from './score.ts';
import { scorers } from './scorers.ts';

/** Every command, in the order of help. */
export const COMMANDS: readonly Command[] = [score, scorers, login];
