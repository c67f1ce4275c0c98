"""What the panels of selection and placement show: pure functions of the state."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.object_edit import ObjectPose
from studio.state.bitmask import BitMask
from studio.state.language import mark, tr
from studio.state.placement import Pivot
from studio.state.selection import Histogram, SplatValue
from studio.state.studio_state import StudioState

VALUE_TITLES: dict[SplatValue, str] = {
    "size": mark("Size"), "opacity": mark("Opacity"), "hue": mark("Hue"),
    "saturation": mark("Saturation"), "brightness": mark("Brightness"),
    "depth": mark("Distance from the camera"), "height": mark("Height"),
    "stretch": mark("Longest over shortest side"),
}  # fmt: skip
"""English names of the values; translated when shown."""
_UNITS: dict[SplatValue, str] = {"size": "m", "hue": "°", "depth": "m", "height": "m"}


@dataclass(frozen=True, slots=True)
class SelectionView:
    """What the selection panel shows."""

    enabled: bool
    """False without an object."""
    summary: str
    """How much is selected, in words."""
    marks: str
    """What is hidden, locked and deleted, in words; empty for nothing."""
    busy: str
    """What is being found."""
    value: SplatValue
    """What the histogram shows."""
    histogram: Histogram | None
    """The histogram."""
    picked: tuple[float, float] | None
    """Its range."""
    range_text: str
    """The range in words."""
    tolerance: float
    """Largest difference of colours."""
    gap_share: float
    """Gap that connects."""
    brush_px: float
    """Radius of the brush."""
    strength: float
    """How much floats about."""
    floaters: str
    """What was found to float about, in words; empty for nothing asked."""


@dataclass(frozen=True, slots=True)
class PlacementView:
    """What the placement panel shows."""

    enabled: bool
    """False without an object."""
    translation_m: tuple[float, float, float]
    """Shift [m]."""
    angles_rad: tuple[float, float, float]
    """Turns about x, then y, then z [rad]."""
    scale: float
    """Scale."""
    pivot: Pivot
    """Point that stays."""
    note: str
    """What to know about takes, in words; empty for nothing."""


def resolve_selection(state: StudioState) -> SelectionView:
    """What the selection panel shows."""
    selection, count = state.selection, state.document.gaussian_count
    fits = selection.mask is not None and selection.mask.count == count
    chosen = selection.selected_count if fits else 0
    summary = tr("{chosen} of {count} Gaussians selected", chosen=f"{chosen:,}", count=f"{count:,}")
    return SelectionView(
        enabled=count > 0,
        summary=summary if count else tr("No object yet"),
        marks=_marks(state),
        busy=selection.busy,
        value=selection.value,
        histogram=selection.histogram,
        picked=selection.picked,
        range_text=_range_text(selection.value, selection.picked or _ends(selection.histogram)),
        tolerance=selection.color_tolerance,
        gap_share=selection.gap_share,
        brush_px=selection.brush_px,
        strength=selection.floater_strength,
        floaters=_floaters(selection.preview),
    )


def resolve_placement(state: StudioState) -> PlacementView:
    """What the placement panel shows."""
    pose, document = state.placement.pose, state.document
    note = ""
    if document.active_take is not None and document.gaussian_count:
        note = tr("A take keeps the place it was simulated in; simulate again after moving.")
    return PlacementView(
        enabled=document.gaussian_count > 0,
        translation_m=pose.translation_m,
        angles_rad=angles_rad_of(pose),
        scale=pose.scale,
        pivot=state.placement.pivot,
        note=note,
    )


def angles_rad_of(pose: ObjectPose) -> tuple[float, float, float]:
    """Turns about x, then y, then z [rad]."""
    w, x, y, z = pose.rotation
    return (
        math.atan2(2 * (w * x + y * z), 1 - 2 * (x * x + y * y)),
        math.asin(min(max(2 * (w * y - z * x), -1.0), 1.0)),
        math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z)),
    )


def _marks(state: StudioState) -> str:
    selection = state.selection
    parts = (
        (selection.hidden, tr("{count} hidden")), (selection.locked, tr("{count} locked")),
        (selection.removed, tr("{count} deleted")),
    )  # fmt: skip
    return " · ".join(
        text.format(count=f"{mask.chosen_count:,}") for mask, text in parts if mask is not None
    )


def _floaters(preview: BitMask | None) -> str:
    if preview is None:
        return ""
    count = preview.chosen_count
    if not count:
        return tr("Nothing floats about at this strength.")
    return tr("{count} highlighted", count=f"{count:,}")


def _ends(histogram: Histogram | None) -> tuple[float, float] | None:
    return None if histogram is None else (histogram.low, histogram.high)


def _range_text(value: SplatValue, ends: tuple[float, float] | None) -> str:
    if ends is None:
        return ""
    unit = _UNITS.get(value, "")
    return f"{ends[0]:.3g} – {ends[1]:.3g} {unit}".rstrip()
