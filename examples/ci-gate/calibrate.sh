#!/usr/bin/env bash
# What a CI job runs before the gate, where judges decide it: calibrates the judge on labels of people
# and ends with 1 if the lower end of the agreement is below 0.8, with 2 if nothing can be said. Answers
# that the judge gave before are cached, so a run that changes nothing costs nothing.
set -euo pipefail
labels=${1:?the file of labels, a JSON object a line}
judge=${2:?the judge}

npx --no -- assay calibrate "$labels" --scorer "$judge" --min-agreement 0.8 --markdown calibration.md
