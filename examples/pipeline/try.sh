#!/usr/bin/env bash
# Saves a pipeline, shows where a request would go, and asks it on the command line and by OpenAI's
# client. With a model server in ASSAY_JUDGE_BASE_URL of the Worker; see docs/pipelines.md.
set -euo pipefail
cd "$(dirname "$0")"
assay() { node ../../sdk/dist/cli/main.js "$@"; }

assay pipelines push support.yaml
assay pipelines push support.yaml --check
assay pipelines route support-example -m "Where is my order?"
assay chat --pipeline support-example -m "Whom can I write to?"
node ask.ts
