/** What a server tells an agent of itself, once a session. */
export const INSTRUCTIONS = `Assay judges what language models write. You send a sample (input, output, and, as the scorer needs, expected, contexts, messages or toolCalls), name scorers, and get a verdict: one score from 0 (worst) to 1 (best) for each, whether it passes, and why.

How to work with it:
1. search_scorers finds scorers by words ("json", "faithfulness", "tool calls"). Take one of kind "code" where one will do: it is deterministic and free. Kind "judge" asks a model.
2. get_scorer shows one scorer's parameters (JSON Schema) and worked examples. Look before you pass params; unknown ones are refused.
3. score scores one sample, or up to 100, and answers at once. For more, submit_batch, then get_batch until "status" is "completed", then get_batch_results page by page.
4. compare tells which of two outputs is better, by a judge that sees both orders.

Reading a verdict:
- "passed" is true, false, or null. null means that scores without a value leave it open: it is neither a pass nor a fail. Say so; do not count it as either.
- A score with "status": "error" is not 0. Its "error" says what is missing, such as a sample field or a judge that is not configured, and whether asking again may help.
- "reason" and "evidence" say why. Quote them rather than guess.

A call that is refused comes back with isError and the JSON pointer of each field to mend, relative to the arguments. Verdicts are stored unless "store" is "none".`;
