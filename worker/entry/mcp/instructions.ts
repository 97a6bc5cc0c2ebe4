/** Instructions that the MCP server sends to an agent once per session. */
export const INSTRUCTIONS = `Assay judges what language models write. You send a sample (input, output, and, if a scorer needs them, expected, contexts, messages or toolCalls), choose scorers, and get a verdict: one score from 0 (worst) to 1 (best) for each, whether it passes, and why.

How to work with it:
1. search_scorers finds scorers by words ("json", "faithfulness", "tool calls"). Prefer kind "code": it is deterministic and free. Kind "judge" calls a model.
2. get_scorer returns the parameters (JSON Schema) and examples of one scorer. Call it before you pass params; unknown params are rejected.
3. score scores up to 100 samples and returns the verdicts. For more, call submit_batch, then get_batch until "status" is "completed", then get_batch_results page by page.
4. compare decides which of two outputs is better; the judge sees them in both orders.

Reading a verdict:
- "passed" is true, false, or null. null means undecided, because scores without a value could change the result. Report it as undecided; do not count it as a pass or a fail.
- A score with "status": "error" is not 0. Its "error" states the problem, such as a missing sample field or a judge that is not configured, and whether a retry can help.
- "reason" and "evidence" explain the score. Quote them instead of guessing.

A rejected call returns isError and the JSON pointer of each field to fix, relative to the arguments. Verdicts are stored unless "store" is "none".`;
