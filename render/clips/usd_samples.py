"""All times of a moving USD stage, read in the child process; see `usd_clip`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.formats import usd
from render.formats.axes import WORLD_UP, turned
from render.formats.child_reader import CLOUD_FIELDS, Arrays
from render.formats.usd_field import field_model, field_prims, field_values
from render.formats.usd_stage import open_stage
from render.gaussians import GaussianCloud

MAX_FRAMES = 10_000
DEFAULT_CODES_PER_S = 24.0
"""Time codes a second of a stage that does not say, by OpenUSD."""

_UNEVEN = 0.01


def load() -> None:
    """Import the library, outside the time that reading a file may take."""
    usd.load()


def samples(path: Path) -> tuple[Mapping[str, object], Arrays]:
    """Frames of a stage in the world.

    Returns:
        `frame_dt_s`, `antialiased` and `notes`; arrays `means`, `quats`, `scales` of T frames,
        `opacities` and `sh_coeffs` of T frames or of one that holds for all.

    Raises:
        InputError: If the stage holds no splats, or its Gaussians differ between frames.
    """
    from pxr import Usd

    stage = open_stage(path)
    prims = field_prims(stage, path)
    codes, note = _frame_codes(_sampled_codes(prims), path)
    unit = usd.unit_of(stage, path)
    notes = [note] if note else []
    frames = _Frames(usd.up_axis_of(stage))
    for number, code in enumerate(codes):
        found = field_values(prims, Usd.TimeCode(code), path, unit_m=unit)
        frames.add(found.cloud, f"{path}: frame {number} (time code {code:g})")
        notes += [text for text in found.notes if text not in notes]
    per_s = stage.GetTimeCodesPerSecond() or DEFAULT_CODES_PER_S
    frame_dt_s = float(codes[1] - codes[0] if len(codes) > 1 else 1.0) / per_s
    antialiased = field_model(prims) == usd.ANTIALIASED
    facts = {"frame_dt_s": frame_dt_s, "antialiased": antialiased, "notes": notes}
    return facts, frames.arrays()


class _Frames:
    """Clouds of frames, value by value; those that never change are kept once."""

    def __init__(self, up_axis: str) -> None:
        self._up_axis = up_axis
        self._values: dict[str, list[npt.NDArray[np.float32]]] = {n: [] for n in CLOUD_FIELDS}

    def add(self, cloud: GaussianCloud, name: str) -> None:
        """Append a frame.

        Raises:
            InputError: If it holds other Gaussians than the first.
        """
        first = self._values["sh_coeffs"]
        if first and first[0].shape != cloud.sh_coeffs.shape:
            raise InputError(
                f"{name} has {cloud.gaussian_count:,} Gaussians of SH degree {cloud.sh_degree}, "
                f"the first frame has {len(first[0]):,} of {first[0].shape[1]} coefficients; "
                "a clip needs the same ones in every frame"
            )
        world = turned(cloud, source=self._up_axis, target=WORLD_UP)
        for field, values in self._values.items():
            new = getattr(world, field)
            if field in ("opacities", "sh_coeffs") and values and (new == values[0]).all():
                new = values[0]
            values.append(new)

    def arrays(self) -> Arrays:
        """Values of all frames, or of one where all are the same."""
        return {
            field: np.stack(values[:1] if all(v is values[0] for v in values) else values)
            for field, values in self._values.items()
        }


def _sampled_codes(prims: list[Any]) -> npt.NDArray[np.float64]:
    """Time codes at which a splat or its place is stated, ascending."""
    from pxr import UsdGeom

    codes: set[float] = set()
    for prim in prims:
        for attribute in prim.GetAttributes():
            codes.update(attribute.GetTimeSamples())
        while prim.IsValid() and not prim.IsPseudoRoot():
            if UsdGeom.Xformable(prim):
                codes.update(UsdGeom.Xformable(prim).GetTimeSamples())
            prim = prim.GetParent()
    return np.array(sorted(codes))


def _frame_codes(
    codes: npt.NDArray[np.float64], path: Path
) -> tuple[npt.NDArray[np.float64], str | None]:
    """Even time codes of the frames, and what to say where the stage's are not even.

    Raises:
        InputError: If there are far too many times.
    """
    if not np.isfinite(codes).all():
        raise InputError(f"{path} states values at times that are not finite; it is damaged")
    if len(codes) < 2:
        return (codes if len(codes) else np.zeros(1)), None
    steps = np.diff(codes)
    if steps.max() - steps.min() <= _UNEVEN * steps.min() and len(codes) <= MAX_FRAMES:
        return codes, None
    step = float(np.median(steps))
    count = (codes[-1] - codes[0]) / step + 1
    if len(codes) > MAX_FRAMES or count > MAX_FRAMES:
        raise InputError(f"{path} would have {max(count, len(codes)):,.0f} frames; damaged?")
    even = codes[0] + step * np.arange(round(count))
    return even, f"times that are not even were read every {step:g} time codes"
