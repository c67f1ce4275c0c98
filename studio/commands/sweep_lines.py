"""A sweep's forecast as lines for people."""

from __future__ import annotations

from collections.abc import Iterable

from sim.sweep.cost_model import CostModel
from sim.sweep.forecast import BOTTLENECK_WORDS, Forecast
from studio.export.forecast import size_text


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
        f"disk       {size_text(found.take_bytes)} of takes, "
        f"{size_text(found.table_bytes)} of results and tables"
    )
    yield f"memory     {size_text(found.memory_bytes)} a worker"
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


def duration_text(seconds: float) -> str:
    """A time in the unit that suits it."""
    for unit, length in (("days", 86_400.0), ("h", 3600.0), ("min", 60.0)):
        if seconds >= 2 * length:
            return f"{seconds / length:,.1f} {unit}"
    return f"{seconds:.1f} s"
