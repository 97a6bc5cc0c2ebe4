#!/usr/bin/env bash
# Scores the file or the data set, writes the comparison to the job's summary, and ends with the exit code of `assay`.
set -euo pipefail

# What is given becomes an argument of its own, whatever stands in it.
arguments=()
add() {
  if [[ -n "$2" ]]; then arguments+=("--$1=$2"); fi
}
add_lines() {
  local line
  while IFS= read -r line; do add "$1" "$line"; done <<<"$2"
}

add dataset "${INPUT_DATASET:-}"
add suite "${INPUT_SUITE:-}"
add_lines scorer "${INPUT_SCORERS:-}"
add base "${INPUT_BASE:-}"
add max-regression "${INPUT_MAX_REGRESSION:-}"
add min-pass-rate "${INPUT_MIN_PASS_RATE:-}"
if [[ "${INPUT_ALLOW_MISSING_BASE:-}" == true ]]; then arguments+=(--allow-missing-base); fi
if [[ "${INPUT_ALLOW_FAILED_BASE:-}" == true ]]; then arguments+=(--allow-failed-base); fi
add_lines tag "${INPUT_TAGS:-}"
add junit "${INPUT_JUNIT:-}"

summary=$(mktemp)
told=$(mktemp)
trap 'rm -f "$summary" "$told"' EXIT

# The command is one of words, such as `npx --no -- assay`, which never fetches a package of that name.
read -ra command <<<"${INPUT_COMMAND:-npx --no -- assay}"
code=0
if [[ -n "${INPUT_FILE:-}" ]]; then arguments+=(-- "$INPUT_FILE"); fi
"${command[@]}" batch --markdown="$summary" "${arguments[@]}" 2>"$told" || code=$?
cat "$told" >&2
cat "$summary" >>"$GITHUB_STEP_SUMMARY"

case "$code" in
  0) outcome=passed ;;
  1) outcome=failed ;;
  *) outcome=error ;;
esac
{
  echo "batch=$(grep -om1 '^bat_[0-9a-z]*$' "$told" || true)"
  echo "outcome=$outcome"
} >>"$GITHUB_OUTPUT"
exit "$code"
