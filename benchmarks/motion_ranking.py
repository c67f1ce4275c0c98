"""Does a sketch rank candidates as a preview does, and what does a score cost?

Ten objects of soft and granular truth with eight candidates each, one stiffness map for both
presets: the candidates are ranked by their motion's distance from that of the truth, once with
everything at `sketch` and once at `preview`.

    python -m benchmarks.motion_ranking [--folder KEEP_HERE]

With a folder, takes and rows that are there are kept: a run that was cut off goes on.
"""

from __future__ import annotations

import argparse
import datetime
import json
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.reference_objects import QUALITIES, reference_object
from render.atomic_file import write_text_atomic
from render.kernel_cache import cpu_name
from sim.motion.camera import scoring_camera
from sim.motion.distance import motion_distance
from sim.motion.projection import motion_of_take
from sim.motion.ranking import TIE, kendall_tau_b, tie_share
from sim.take import Take

RESULTS = Path(__file__).parent / "results" / "motion_ranking.json"
TARGETS = {"kendall_tau_b_mean_min": 0.7, "score_cpu_s_max": 0.5}


class Scores(NamedTuple):
    """Distances of the candidates at one preset."""

    totals: tuple[float | None, ...]
    """One a candidate; None where its simulation failed."""
    cpu_s: tuple[float, ...]
    """Processor time of each score, projection included [s]."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--objects", type=int, nargs="+", default=list(range(10)))
    parser.add_argument("--folder", type=Path, help="keep takes here")
    parser.add_argument("-o", "--out", type=Path, default=RESULTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        rows = []
        for number in options.objects:
            rows.append(_row(number, folder))
            print(json.dumps(rows[-1]), flush=True)
            write_text_atomic(options.out, json.dumps(_report(rows), indent=2) + "\n")


def _row(number: int, folder: Path) -> dict[str, Any]:
    """What was measured of an object, now or before."""
    kept = folder / f"row-{number}.json"
    if not kept.exists():
        write_text_atomic(kept, json.dumps(_measured(number, folder)))
    row: dict[str, Any] = json.loads(kept.read_text())
    return row


def _measured(number: int, folder: Path) -> dict[str, Any]:
    thing = reference_object(number, folder)
    coarse, fine = (_scores(thing.takes(quality)) for quality in QUALITIES)
    pairs = zip(coarse.totals, fine.totals, strict=True)
    both = [(one, other) for one, other in pairs if one is not None and other is not None]
    first, second = zip(*both, strict=True)
    return {
        "object": number,
        "material": thing.material.label,
        "kendall_tau_b": round(kendall_tau_b(first, second, tie=TIE), 3),
        "same_best": first.index(min(first)) == second.index(min(second)),
        "compared": len(both),
        "tie_share_sketch": round(tie_share(first), 3),
        "tie_share_preview": round(tie_share(second), 3),
        "score_cpu_s_sketch": round(statistics.median(coarse.cpu_s), 3),
        "score_cpu_s_preview": round(statistics.median(fine.cpu_s), 3),
        "sketch": [round(value, 4) for value in first],
        "preview": [round(value, 4) for value in second],
    }


def _scores(takes: Sequence[Take | None]) -> Scores:
    truth, *candidates = takes
    if truth is None:
        raise SystemExit("the truth has no take")
    camera = scoring_camera(truth)
    reference = motion_of_take(truth, camera)
    totals: list[float | None] = []
    seconds = []
    for take in candidates:
        if take is None:
            totals.append(None)
            continue
        started = time.process_time()
        totals.append(motion_distance(motion_of_take(take, camera), reference).total)
        seconds.append(time.process_time() - started)
    return Scores(tuple(totals), tuple(seconds))


def _report(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    def mean(key: str) -> float:
        return round(statistics.mean(row[key] for row in rows), 3)

    return {
        "what": "agreement of rankings by sketch and by preview, 8 candidates an object",
        "objects": len(rows),
        "kendall_tau_b_mean": mean("kendall_tau_b"),
        "kendall_tau_b_min": min(row["kendall_tau_b"] for row in rows),
        "same_best_share": mean("same_best"),
        "tie_share_sketch": mean("tie_share_sketch"),
        "tie_share_preview": mean("tie_share_preview"),
        "score_cpu_s_sketch": mean("score_cpu_s_sketch"),
        "score_cpu_s_preview": mean("score_cpu_s_preview"),
        "targets": TARGETS,
        "rows": list(rows),
        "device": cpu_name(),
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
    }


if __name__ == "__main__":
    main()
