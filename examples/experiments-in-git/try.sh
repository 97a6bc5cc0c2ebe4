#!/usr/bin/env bash
# An experiment and a probe from files in git, as a CI job would run them, with the card that sums them up.
set -euo pipefail
cd "$(dirname "$0")"
assay() { node ../../sdk/dist/cli/main.js "$@"; }
reports=$(mktemp -d)
node app.ts &
trap 'kill $!; rm -rf "$reports"' EXIT
until curl -sf -m 2 -d '{"question":""}' http://127.0.0.1:8791/ > /dev/null; do sleep 0.2; done

assay experiment estimate prompts.yaml
assay experiment run prompts.yaml --markdown "$reports/prompts.md" --csv "$reports/answers.csv"

assay probe run wording.yaml --dry-run
code=0
assay probe run wording.yaml --fail-on affected --markdown "$reports/wording.md" || code=$?
# The application is lost when somebody shouts, which is what the gate is for.
if [[ $code != 1 ]]; then echo "The probe ended with $code, not 1." && exit 1; fi
assay model-card --target http://127.0.0.1:8791/answer --markdown "$reports/MODEL_CARD.md"
