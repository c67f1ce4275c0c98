"""`TakeRecord`: what a take says of its frames, for plots and rows under the track."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from studio.state.language import mark


class PlotKind(NamedTuple):
    """A quantity that is plotted."""

    name: str
    """Identity, for example "kinetic"."""
    label: str
    """English name."""
    unit: str
    """Unit, empty for a pure number."""
    color: str
    """Token of the theme."""
    panel: str
    """Plots of one panel share an axis."""


PLOTS = (
    PlotKind("kinetic", mark("Kinetic energy"), "J", "series_1", "energy"),
    PlotKind("elastic", mark("Elastic energy"), "J", "series_2", "energy"),
    PlotKind("momentum", mark("Momentum"), "kg m/s", "series_3", "momentum"),
    PlotKind("strain", mark("Peak strain"), "", "series_4", "strain"),
    PlotKind("substeps", mark("Substeps"), "", "series_5", "substeps"),
)
"""All of them, in the order in which they are drawn."""


@dataclass(frozen=True, slots=True)
class HandSpan:
    """A time during which a hand held something."""

    start_s: float
    """When it took hold [s]."""
    end_s: float
    """When it let go [s]."""


@dataclass(frozen=True, slots=True)
class TakeRecord:
    """Records of the frames that a take has."""

    take_name: str
    """Take that they are of."""
    frame_count: int = 0
    """Frames that were read."""
    series: tuple[tuple[str, tuple[float, ...]], ...] = ()
    """Values of every frame by the name of a `PLOTS` entry [SI]."""
    hand: tuple[HandSpan, ...] = ()
    """What the hand did."""
    frame_dt_s: float = 0.0
    """Time between two frames [s]; 0 where it was not read."""

    def values(self, name: str) -> tuple[float, ...]:
        """Values of every frame of a plot; none where they were not read."""
        return dict(self.series).get(name, ())
