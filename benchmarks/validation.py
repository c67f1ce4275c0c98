"""The simulator against analytic answers: every case, with its error beside its tolerance.

Run: python -m benchmarks.validation [--only NAME ...] [--json FILE] [--table FILE]
Writes benchmarks/results/validation.json and a table, validation.md.
"""

from __future__ import annotations

import argparse
import datetime
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.validate.catalogue import CASES
from benchmarks.validate.rows import Case, Row
from render.kernel_cache import cpu_name

RESULTS = Path(__file__).parent / "results"
_HEADINGS = (
    "| Case | Analytic answer | Expected | Measured | Error | Tolerance | Result | Remarks |",
    "|---|---|---|---|---|---|---|---|",
)
_PREFACE = (
    "# Validation of the simulator",
    "",
    "Written by `python -m benchmarks.validation`. Errors are relative, or in the unit of the "
    "answer where it is zero, a ratio or an angle. 8 particles a cell, float32 unless said "
    "otherwise. A missed tolerance is stated with its reason.",
    "",
)

Result = Mapping[str, object]


def measured(case: Case) -> list[Result]:
    """Rows of one case as plain values."""
    began = time.perf_counter()
    rows = case.run()
    seconds = round(time.perf_counter() - began, 1)
    return [_result(case, row, seconds) for row in rows]


def _result(case: Case, row: Row, seconds: float) -> Result:
    return {"case": case.name, "seconds": seconds, "passed": row.passed} | {
        key: value for key, value in asdict(row).items() if key != "known_miss"
    }


def table(results: Sequence[Result]) -> str:
    """The results as a Markdown table."""
    passed = sum(bool(result["passed"]) for result in results)
    count = f"{passed} of {len(results)} numbers lie within their tolerance."
    lines = [*_PREFACE, count, "", *_HEADINGS]
    for result in results:
        unit = f" {result['unit']}" if result["unit"] else ""
        cells = (
            str(result["title"]),
            str(result["analytic"]),
            f"{result['expected']:.4g}{unit}",
            f"{result['measured']:.4g}{unit}",
            f"{result['error']:.2g}",
            f"{result['tolerance']:g}",
            "pass" if result["passed"] else "**missed**",
            str(result["remark"]),
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    names = [case.name for case in CASES]
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    parser.add_argument("--json", type=Path, default=RESULTS / "validation.json")
    parser.add_argument("--table", type=Path, default=RESULTS / "validation.md")
    options = parser.parse_args()
    results: list[Result] = []
    for case in CASES:
        if case.name in options.only:
            rows = measured(case)
            results += rows
            missed = [str(row["title"]) for row in rows if not row["passed"]]
            print(f"{case.name}: {len(rows)} numbers, missed: {missed or 'none'}", flush=True)
    report = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "cpu": cpu_name(),
        "passed": sum(bool(result["passed"]) for result in results),
        "numbers": len(results),
        "results": results,
    }
    text = json.dumps(report, indent=1, ensure_ascii=False)
    options.json.write_text(text + "\n", encoding="utf-8")
    options.table.write_text(table(results), encoding="utf-8")


if __name__ == "__main__":
    main()
