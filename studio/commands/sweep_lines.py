"""A sweep's forecast as lines for people."""

from __future__ import annotations

from collections.abc import Iterable

from sim.sweep.cost_model import CostModel
from sim.sweep.forecast import BOTTLENECK_WORDS, Forecast


def forecast_lines(found: Forecast, model: CostModel) -> Iterable[str]:
    """Lines about time, disk and scaling.

    Args:
        found: The forecast.
        model: What it was made from.
    """
    yield (
        f"runs       {found.run_count:,} of {found.object_count:,} objects, "
        f"{found.run_s:.2f} s each on one worker"
    )
    yield (
        f"disk       {bytes_text(found.take_bytes)} of takes, "
        f"{bytes_text(found.table_bytes)} of results and tables"
    )
    yield f"memory     {bytes_text(found.memory_bytes)} a worker"
    yield "workers    time          efficiency  limited by"
    for point in found.scaling:
        yield (
            f"{point.workers:>7}    {duration_text(point.seconds):<12}  "
            f"{point.efficiency:>9.0%}   {point.bottleneck}"
        )
    yield f"bottleneck {BOTTLENECK_WORDS[found.scaling[-1].bottleneck]}"
    yield (
        f"measured   {model.date} on {model.processor}, {model.threads} thread a worker; "
        "other machines differ (--costs)"
    )


def bytes_text(size: float) -> str:
    """A size in the unit that suits it."""
    for unit, length in (("TB", 1e12), ("GB", 1e9)):
        if size >= length:
            return f"{size / length:,.1f} {unit}"
    return f"{size / 1e6:,.1f} MB"


def duration_text(seconds: float) -> str:
    """A time in the unit that suits it."""
    for unit, length in (("days", 86_400.0), ("h", 3600.0), ("min", 60.0)):
        if seconds >= 2 * length:
            return f"{seconds / length:,.1f} {unit}"
    return f"{seconds:.1f} s"
