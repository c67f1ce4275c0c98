"""Which Gaussians are selected, hidden, locked and removed, and how the next ones are chosen."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Literal

from psygnal import SignalGroupDescriptor

from studio.state.bitmask import BitMask

BRUSH_RANGE_PX = (4.0, 400.0)
"""Radii that the brush may have [px of the window]."""
SPLAT_VALUES = (
    "size", "opacity", "hue", "saturation", "brightness", "depth", "height", "stretch",
)  # fmt: skip
"""Values of a Gaussian that a histogram shows."""
SplatValue = Literal[
    "size", "opacity", "hue", "saturation", "brightness", "depth", "height", "stretch"
]


class SelectionMode(StrEnum):
    """What becomes of the selection when something is chosen."""

    SET = "set"
    """The choice is the selection."""
    ADD = "add"
    """The choice is added."""
    REMOVE = "remove"
    """The choice is taken away."""
    INTERSECT = "intersect"
    """Only what is in both stays."""


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many Gaussians have which value."""

    value: SplatValue
    """Which value."""
    low: float
    """Lower end of the first bin."""
    high: float
    """Upper end of the last bin."""
    counts: tuple[int, ...]
    """Gaussians of every bin."""
    logarithmic: bool = False
    """Whether equal bins are equal ratios; then the ends are > 0."""


@dataclass
class SelectionState:
    """Marks on the object's Gaussians; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()
    SAVED: ClassVar[tuple[str, ...]] = ("mask", "hidden", "locked", "removed")

    mask: BitMask | None = None
    """Selected Gaussians; None for none."""
    hidden: BitMask | None = None
    """Gaussians that are not shown but still there."""
    locked: BitMask | None = None
    """Gaussians that cannot be selected."""
    removed: BitMask | None = None
    """Gaussians that were deleted; the cloud's file keeps them until they are purged."""
    mode: SelectionMode = SelectionMode.SET
    """What a choice without keys does."""
    through: bool = True
    """Choose everything under the pointer; False chooses only what is seen from the camera."""
    brush_px: float = 32.0
    """Radius of the brush [px of the window]."""
    color_tolerance: float = 0.15
    """Largest difference of sRGB colours that counts as the same, 0 to 1."""
    gap_share: float = 0.02
    """Gap that still connects two parts, in shares of the object's longest side."""
    floater_strength: float = 0.3
    """How much counts as floating about, 0 to 1."""
    preview: BitMask | None = None
    """Floaters that would be selected."""
    value: SplatValue = "opacity"
    """What the histogram shows."""
    histogram: Histogram | None = None
    """The histogram of `value`; None while unknown."""
    picked: tuple[float, float] | None = None
    """Range of the histogram that was dragged."""
    box: tuple[tuple[float, float, float], tuple[float, float, float]] | None = None
    """Lower and upper corner of the selected Gaussians, of the object at rest in its default
    place [m]; None while unknown."""
    busy: str = field(default="")
    """What is being found, in words; empty for nothing."""

    @property
    def selected_count(self) -> int:
        """Number of selected Gaussians."""
        return 0 if self.mask is None else self.mask.chosen_count

    @property
    def unseen(self) -> BitMask | None:
        """Gaussians that are not drawn: hidden or removed."""
        return either(self.hidden, self.removed)

    @property
    def untouchable(self) -> BitMask | None:
        """Gaussians that no choice reaches: hidden, removed or locked."""
        return either(self.unseen, self.locked)


def either(first: BitMask | None, second: BitMask | None) -> BitMask | None:
    """What is marked in one of two masks; None stands for an empty one.

    Masks of different objects have nothing in common: the first is taken.
    """
    if first is None or second is None:
        return second if first is None else first
    if first.count != second.count:
        return first
    return first.union(second)


def or_none(mask: BitMask | None) -> BitMask | None:
    """The mask, None if it is empty."""
    return mask if mask is not None and mask else None


def combined(old: BitMask | None, chosen: BitMask, mode: SelectionMode) -> BitMask | None:
    """The selection after a choice.

    Args:
        old: Selection before it; None for none.
        chosen: What was chosen, of as many things.
        mode: What becomes of both.
    """
    before = BitMask.none(chosen.count) if old is None else old
    results = {
        SelectionMode.SET: lambda: chosen,
        SelectionMode.ADD: lambda: before.union(chosen),
        SelectionMode.REMOVE: lambda: before.without(chosen),
        SelectionMode.INTERSECT: lambda: before.intersection(chosen),
    }
    return or_none(results[mode]())
