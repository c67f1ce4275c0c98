"""USD with `ParticleField3DGaussianSplat` prims: .usda, .usdc, .usd and .usdz.

Source: OpenUSD 26.03, usdVol. The stage says which axis points up and how long its unit is: lengths
become metres where it states the unit. Written stages have +y or +z up, whichever the Gaussians
have (else +y), metres, and one prim; values are float32 and nothing is rounded. Which of several
times is read of a moving stage: the first (see `render.clips.usd_clip` for all of them).

The schema has no field for antialiased or 2DGS training; this program keeps that in the prim's
custom data under `splatModel`.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from render.errors import InputError
from render.formats.axes import WORLD_UP
from render.formats.byte_files import WRITING
from render.formats.splat_file import SplatFile
from render.formats.usd_field import (
    define_field,
    field_model,
    field_prims,
    field_values,
    set_pose,
)
from render.formats.usd_stage import open_stage, save_stage
from render.progress import ProgressCallback, ignore_progress

NAME = "usd"
UP_AXIS = "+y"
PRIM_NAME = "Splats"
ANTIALIASED = "antialiased"
"""What the custom data say of Gaussians that are drawn with a screen-space (mip) filter."""


def load() -> None:
    """Import the library, outside the time that reading a file may take."""
    from pxr import Sdf, Tf, Usd, UsdGeom, UsdVol  # noqa: F401 - loaded for later


def read(path: Path) -> SplatFile:
    """Read the splats of a USD file as its stage places them; run it in the child process.

    Raises:
        InputError: If the file cannot be read, holds no splats, is damaged or wants other folders.
    """
    from pxr import Usd

    stage = open_stage(path)
    prims = field_prims(stage, path)
    found = field_values(prims, Usd.TimeCode.EarliestTime(), path, unit_m=unit_of(stage, path))
    model = field_model(prims)
    return SplatFile(
        found.cloud,
        format=NAME,
        up_axis=up_axis_of(stage),
        antialiased=model == ANTIALIASED,
        is_2dgs=model == "2dgs",
        notes=found.notes,
    )


def write(path: Path, splats: SplatFile, *, progress: ProgressCallback = ignore_progress) -> None:
    """Write a stage with one prim, all or nothing; the ending chooses text, binary or package.

    Raises:
        InputError: If the file cannot be written.
    """
    up_axis = splats.up_axis if splats.up_axis == WORLD_UP else UP_AXIS
    cloud = splats.with_up_axis(up_axis).cloud

    def fill(stage: Any) -> None:
        state_axes(stage, up_axis)
        progress(WRITING, 0.0)
        field = define_field(stage, PRIM_NAME, cloud, model=model_of(splats))
        set_pose(field, cloud, None)
        progress(WRITING, 0.5)

    save_stage(path, fill)
    progress(WRITING, 1.0)


def model_of(splats: SplatFile) -> str:
    """How the Gaussians were trained, as the custom data say it."""
    if splats.is_2dgs:
        return "2dgs"
    return ANTIALIASED if splats.antialiased else ""


def state_axes(stage: Any, up_axis: str) -> None:
    """Give a stage its up axis, +y or +z, and metres."""
    from pxr import UsdGeom

    UsdGeom.SetStageUpAxis(stage, up_axis[1].upper())
    UsdGeom.SetStageMetersPerUnit(stage, 1.0)


def up_axis_of(stage: Any) -> str:
    """Axis that points up by the stage's metadata."""
    from pxr import UsdGeom

    return "+z" if UsdGeom.GetStageUpAxis(stage) == UsdGeom.Tokens.z else "+y"


def unit_of(stage: Any, path: Path) -> float:
    """Length of the stage's unit [m]; 1 where it does not say.

    Raises:
        InputError: If the unit is not a positive number.
    """
    from pxr import UsdGeom

    if not UsdGeom.StageHasAuthoredMetersPerUnit(stage):
        return 1.0
    unit = float(UsdGeom.GetStageMetersPerUnit(stage))
    if not (math.isfinite(unit) and 1e-9 < unit < 1e9):
        raise InputError(f"{path} says that its unit is {unit:g} m; a positive length is due")
    return unit
