"""`ParticleField3DGaussianSplat` prims as arrays, at one time, in the axes of the stage.

Source: OpenUSD 26.03, usdVol. Scales are linear, opacities 0 to 1, quaternions lie in memory as
xyzw, and the coefficients of one particle follow one another. By the schema values that are too
many are cut off and values that are too few count as not given; floats win over halves.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.formats.gaussian_values import CheckedGaussians, checked_gaussians
from render.formats.gltf_scene import placed
from render.formats.joined_clouds import joined
from render.gaussians import SH_COEFFICIENT_COUNTS, GaussianCloud

FloatArray = npt.NDArray[np.float32]

PRIM_TYPE = "ParticleField3DGaussianSplat"
MODEL_KEY = "splatModel"
MAX_PRIMS = 10_000
MAX_DEGREE = 32

_SIGMAS = 3.0


class FieldValues(NamedTuple):
    """All splats of a stage at one time."""

    cloud: GaussianCloud
    """Gaussians in the axes of the stage; in metres where the stage says its unit."""
    notes: tuple[str, ...]
    """What to tell the user."""


def field_prims(stage: Any, path: Path) -> list[Any]:
    """Visible splat prims of a stage.

    Raises:
        InputError: If there are none, or far too many prims.
    """
    from pxr import Usd, UsdGeom

    found = []
    prims = Usd.PrimRange.Stage(stage, Usd.TraverseInstanceProxies())
    for number, prim in enumerate(prims):
        if number > MAX_PRIMS:
            raise InputError(f"{path} has more than {MAX_PRIMS:,} prims; the file is damaged")
        if prim.GetTypeName() != PRIM_TYPE:
            continue
        if UsdGeom.Imageable(prim).ComputeVisibility() != UsdGeom.Tokens.invisible:
            found.append(prim)
    if not found:
        raise InputError(f"{path} is a USD file but holds no Gaussian splats ({PRIM_TYPE})")
    return found


def field_values(prims: list[Any], time: Any, path: Path, *, unit_m: float) -> FieldValues:
    """Splats of all prims at a time, where the stage places them.

    Args:
        prims: What `field_prims` found.
        time: `pxr.Usd.TimeCode`.
        path: File, for messages.
        unit_m: Length of one unit of the stage [m].

    Raises:
        InputError: If a prim has no positions or its values are damaged.
    """
    from pxr import UsdGeom

    clouds: list[GaussianCloud] = []
    notes: list[str] = []
    for prim in prims:
        checked = _prim_values(prim, time, path)
        matrix = np.array(UsdGeom.Imageable(prim).ComputeLocalToWorldTransform(time)).T
        matrix[:3] *= unit_m
        clouds.append(placed(checked.cloud, matrix, path))
        notes += checked.notes
    return FieldValues(joined(clouds), tuple(dict.fromkeys(notes)))


def field_model(prims: list[Any]) -> str:
    """How all prims say that they were trained: "antialiased", "2dgs" or nothing."""
    models = {str(prim.GetCustomDataByKey(MODEL_KEY) or "") for prim in prims}
    return models.pop() if len(models) == 1 else ""


def define_field(stage: Any, name: str, cloud: GaussianCloud, *, model: str) -> Any:
    """Add a splat prim with the colours and opacities of a cloud, as the default prim.

    Args:
        stage: `pxr.Usd.Stage`.
        name: Name of the prim.
        cloud: Gaussians in the axes of the stage.
        model: "antialiased", "2dgs" or nothing.

    Returns:
        `pxr.UsdVol.ParticleField3DGaussianSplat` without positions, orientations and scales.
    """
    from pxr import UsdVol, Vt

    field = UsdVol.ParticleField3DGaussianSplat.Define(stage, f"/{name}")
    stage.SetDefaultPrim(field.GetPrim())
    if model:
        field.GetPrim().SetCustomDataByKey(MODEL_KEY, model)
    field.CreateRadianceSphericalHarmonicsDegreeAttr(cloud.sh_degree)
    set_colors(field, cloud, None)
    field.CreateOpacitiesAttr(Vt.FloatArray.FromNumpy(cloud.opacities))
    return field


def set_colors(field: Any, cloud: GaussianCloud, time: float | None) -> None:
    """Author the coefficients, at a time code or as the constant value."""
    from pxr import Vt

    values = Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(cloud.sh_coeffs.reshape(-1, 3)))
    _author(field.CreateRadianceSphericalHarmonicsCoefficientsAttr(), values, time)


def set_opacities(field: Any, cloud: GaussianCloud, time: float) -> None:
    """Author the opacities at a time code."""
    from pxr import Vt

    _author(field.CreateOpacitiesAttr(), Vt.FloatArray.FromNumpy(cloud.opacities), time)


def set_pose(field: Any, cloud: GaussianCloud, time: float | None) -> None:
    """Author positions, orientations, scales and extent, at a time code or constant."""
    from pxr import Vt

    quats = Vt.QuatfArray.FromBuffer(np.ascontiguousarray(cloud.quats[:, [1, 2, 3, 0]]))
    _author(field.CreatePositionsAttr(), Vt.Vec3fArray.FromNumpy(cloud.means), time)
    _author(field.CreateOrientationsAttr(), quats, time)
    _author(field.CreateScalesAttr(), Vt.Vec3fArray.FromNumpy(cloud.scales), time)
    if cloud.gaussian_count:
        reach = _SIGMAS * cloud.scales.max(axis=1, keepdims=True)
        corners = [(cloud.means - reach).min(axis=0), (cloud.means + reach).max(axis=0)]
        extent = Vt.Vec3fArray.FromNumpy(np.stack(corners))
        _author(field.CreateExtentAttr(), extent, time)


def _author(attribute: Any, values: Any, time: float | None) -> None:
    if time is None:
        attribute.Set(values)
    else:
        attribute.Set(values, time)


def _prim_values(prim: Any, time: Any, path: Path) -> CheckedGaussians:
    means = _table(prim, "positions", 3, time)
    if means is None:
        raise InputError(f"{path}: the splats {prim.GetPath()} have no positions")
    count = len(means)
    turns = _table(prim, "orientations", 4, time, count)
    scales = _table(prim, "scales", 3, time, count)
    opacities = _table(prim, "opacities", 1, time, count)
    if turns is None:
        turns = np.tile(np.array([0, 0, 0, 1], np.float32), (count, 1))
    with np.errstate(over="ignore", invalid="ignore"):
        return checked_gaussians(
            path,
            means=means,
            quats=turns[:, [3, 0, 1, 2]],
            scales=np.ones_like(means) if scales is None else scales,
            opacities=np.ones(count, np.float32) if opacities is None else opacities[:, 0],
            sh_coeffs=_coefficients(prim, time, count, path),
        )


def _coefficients(prim: Any, time: Any, count: int, path: Path) -> FloatArray:
    """Coefficients up to degree 3, shape [N, K, 3]; grey where there are none."""
    degree = prim.GetAttribute("radiance:sphericalHarmonicsDegree").Get(time)
    if not isinstance(degree, int) or not 0 <= degree <= MAX_DEGREE:
        raise InputError(f"{path}: the splats {prim.GetPath()} have SH degree {degree!r:.20}")
    held = (degree + 1) ** 2
    values = _table(prim, "radiance:sphericalHarmonicsCoefficients", 3, time, held * count)
    if values is None:
        return np.zeros((count, 1, 3), np.float32)
    return values.reshape(count, held, 3)[:, : max(SH_COEFFICIENT_COUNTS)]


def _table(
    prim: Any, name: str, width: int, time: Any, rows: int | None = None
) -> FloatArray | None:
    """Values of an attribute or of its half-precision twin; None where none fit."""
    for spelling in (name, name + "h"):
        values = prim.GetAttribute(spelling).Get(time)
        if values is None:
            continue
        table = np.array(values, dtype=np.float32).reshape(-1, width)
        if rows is None or len(table) >= rows:
            return table[:rows]
    return None
