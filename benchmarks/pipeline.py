"""Measures `generate --quality preview` and writes `benchmarks/results/pipeline.json`."""

from __future__ import annotations

from pathlib import Path

from studio.cli import run

RESULT = Path(__file__).parent / "results" / "pipeline.json"

if __name__ == "__main__":
    RESULT.parent.mkdir(exist_ok=True)
    raise SystemExit(run(["bench", "pipeline", "--json", str(RESULT)]))
