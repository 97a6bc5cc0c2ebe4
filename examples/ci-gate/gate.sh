#!/usr/bin/env bash
# What a CI job runs: pushes the suites of the repository, then scores the answers and compares them
# with the newest run of the main branch. Ends with 0 passed, 1 failed, 2 undecided.
set -euo pipefail
branch=${1:?the branch}
answers=${2:?the file of answers}

assay() { npx --no -- assay "$@"; }

assay suites push suites
gate=(--min-pass-rate 0.8 --base latest:main --max-regression 0.05)
# The first run of main has nothing to be compared with.
if [[ $branch == main ]]; then gate+=(--allow-missing-base); fi
assay batch "$answers" --suite support-gate --tag "$branch" "${gate[@]}" \
  --junit report.xml --markdown summary.md
