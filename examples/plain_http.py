"""Scores an answer, then a batch with a gate, over plain HTTP with nothing but Python's standard library."""

import json
import os
import time
import urllib.error
import urllib.request
import uuid

BASE_URL = os.environ["ASSAY_BASE_URL"].rstrip("/")
API_KEY = os.environ["ASSAY_API_KEY"]


def call(method, path, body=None, content_type="application/json", attempts=4):
    """Calls the API and returns the parsed answer. Tries again what is worth trying again."""
    data = None if body is None else (body if isinstance(body, bytes) else json.dumps(body).encode())
    headers = {"Authorization": f"Bearer {API_KEY}", "Content-Type": content_type}
    if method == "POST":
        # The same key at every attempt: nothing is made or paid twice.
        headers["Idempotency-Key"] = str(uuid.uuid4())
    for attempt in range(attempts):
        request = urllib.request.Request(BASE_URL + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=65) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            problem = json.load(error)
            if not problem["retryable"] or attempt == attempts - 1:
                raise RuntimeError(f"{problem['code']}: {problem['detail']} {problem.get('errors', '')}") from error
            time.sleep(float(error.headers.get("Retry-After", 2**attempt)))
        except urllib.error.URLError:
            if attempt == attempts - 1:
                raise
            time.sleep(2**attempt)


verdict = call(
    "POST",
    "/v1/score",
    {
        "sample": {"output": "Express shipping is 9.90 EUR.", "expected": "Express shipping costs 12.90 EUR."},
        "scorers": ["token-f1", {"scorer": "numeric-diff", "threshold": 0.99}],
    },
)
# A score without a value is not a failed one: `passed` is True, False or None.
print(verdict["passed"], [(score["name"], score["value"], score["reason"]) for score in verdict["scores"]])

samples = [{"id": f"s{i}", "output": "Paris." if i % 5 else "Rome.", "expected": "Paris."} for i in range(50)]
lines = "".join(json.dumps(sample) + "\n" for sample in samples).encode()
batch = call("POST", "/v1/batches?scorers=exact-match&tag=python", lines, "application/x-ndjson")
while batch["endedAt"] is None:
    time.sleep(0.5)
    batch = call("GET", f"/v1/batches/{batch['id']}")
gate = call("POST", f"/v1/batches/{batch['id']}/gate", {"minPassRate": 0.75})
print(batch["counts"], gate["outcome"], gate["reasons"])
assert gate["outcome"] == "passed", gate
