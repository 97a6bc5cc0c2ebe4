import { shorten } from '@assay/scorers/shorten.ts';
import type { OfferedTool } from './tools.ts';

/** The group of a tool: the part of the API that it belongs to, such as `scoring` or `data-sets`. */
export function groupOf({ tag }: OfferedTool): string {
  return tag.toLowerCase().replaceAll(' ', '-');
}

/**
 * The tools that a client asks for, so that an agent's context holds no others.
 *
 * @param asked names of tools and groups, separated by commas; all tools if null
 * @returns the tools in their own order, or the sentence that refuses an unknown name
 */
export function chooseTools(
  asked: string | null,
  tools: readonly OfferedTool[],
): readonly OfferedTool[] | string {
  if (asked === null) return tools;
  const names = asked.split(',').map((name) => name.trim());
  const unknown = names.find(
    (name) => !tools.some((offered) => offered.tool.name === name || groupOf(offered) === name),
  );
  if (unknown !== undefined) {
    const groups = [...new Set(tools.map(groupOf))].join(', ');
    return `The query parameter tools has no tool or group "${shorten(unknown, NAME_CHARACTERS)}". Use names of tools, or these groups: ${groups}.`;
  }
  return tools.filter(
    (offered) => names.includes(offered.tool.name) || names.includes(groupOf(offered)),
  );
}

const NAME_CHARACTERS = 64;
