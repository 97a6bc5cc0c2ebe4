/**
 * What SQL says in the dialects other than PostgreSQL, by a grammar that knows less than the databases
 * do: what it does not read, and begins as a statement does, is not known to be wrong.
 */
import type { OtherDialect } from './grammar/dialect.ts';
import { readGrammar } from './grammar/read.ts';
import type { SqlStatements, Unread } from './statements.ts';

// Words that begin statements in one of these dialects: what begins with another is none.
const VERB =
  /^[\s(]*(?:alter|analyze|analyse|attach|backup|begin|bulk|call|check|checksum|close|comment|commit|copy|create|deallocate|declare|delete|deny|desc|describe|detach|do|drop|end|exec|execute|explain|export|fetch|flush|from|get|grant|handler|if|import|insert|kill|list|load|lock|ls|merge|open|optimize|pragma|prepare|print|purge|put|reindex|release|remove|rename|repair|replace|reset|restore|revoke|rm|rollback|save|savepoint|select|set|show|start|table|throw|truncate|undrop|unlock|unset|update|use|vacuum|values|waitfor|while|with|xa)(?![\w-])/i;

/** Reads SQL in a dialect. */
export function readDialect(text: string, dialect: OtherDialect): SqlStatements | Unread {
  const read = readGrammar(text, dialect);
  if (read === 'too-large') return read;
  if ('fault' in read) return unreadBecause(text, read.fault);
  return read.kinds.size === 0 ? { fault: 'there is no statement' } : read;
}

const COMMENT =
  /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|(--[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$))/g;

/** What begins as a statement may be one that the grammar lacks; comments do not count. */
function unreadBecause(text: string, fault: string): Unread {
  return VERB.test(withoutComments(text)) ? { unread: fault } : { fault };
}

function withoutComments(text: string): string {
  return text
    .replace(COMMENT, (token: string, comment: string | undefined) =>
      comment === undefined ? token : ' ',
    )
    .trim();
}
