"""`ImportedScene`: a PhysGaussian or PhysGM scene file as a scene of ours, and back to a file.

Every key has an effect or is named in the notes. Lengths, moduli, velocities and times keep their
numbers; see `physgaussian_space` for the axes.
"""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from render.atomic_file import write_text_atomic
from render.errors import InputError
from render.gaussians import GaussianCloud
from sim.body import Body
from sim.interop.physgaussian_boundaries import BoundaryContext, read_boundaries
from sim.interop.physgaussian_keys import (
    FILLING_DEFAULTS,
    FILLING_MISSPELLINGS,
    SCENE_DEFAULTS,
    SCENE_MISSPELLINGS,
    Values,
    with_defaults,
)
from sim.interop.physgaussian_material import read_material, read_regions, write_material
from sim.interop.physgaussian_space import BoolArray, BoxSpace, boxed, cloud_rotation
from sim.materials import MaterialParams
from sim.mpm.options import TransferBlend
from sim.particles import FillOptions
from sim.quality import IMPORTED_QUALITY, QualityPreset
from sim.regions import Region
from sim.scene.shapes import Box
from sim.scene.stepping import SubstepPolicy
from sim.scene_file import read_json
from sim.scene_setup import SceneSetup

_PIC_BELOW = -1e-3
_OWN_FILLING = (
    "density_threshold",
    "search_threshold",
    "search_exclude_direction",
    "ray_cast_direction",
    "boundary",
    "smooth",
    "visualize",
    "n_grid",
)
_CAMERA_KEYS = (
    "mpm_space_vertical_upward_axis",
    "default_camera_index",
    "show_hint",
    "init_azimuthm",
    "init_elevation",
    "init_radius",
    "move_camera",
    "delta_a",
    "delta_e",
    "delta_r",
)


class ImportedRun(NamedTuple):
    """An imported scene with a cloud, ready for `simulate_bodies`."""

    bodies: tuple[Body, ...]
    """The cloud in the box with its material and regions; and, still, what lies outside
    `sim_area`."""
    scene: SceneSetup
    """Everything around it."""
    quality: QualityPreset
    """Grid, substep and frames of the file."""
    notes: tuple[str, ...]
    """What people should know."""


@dataclass(frozen=True, slots=True, eq=False)
class ImportedScene:
    """A scene file in our terms."""

    scene: SceneSetup
    """Gravity, boundary conditions, substep and frames, in the world [m]."""
    params: MaterialParams
    """Material of the cloud."""
    regions: tuple[Region, ...]
    """Parts with another modulus or density, in the world."""
    space: BoxSpace
    """Their coordinates against the world's."""
    values: Values
    """All keys, defaults included."""
    camera: Values
    """Hints about their camera; the centre of its orbit is in the world [m]."""
    notes: tuple[str, ...]
    """Misspelt and unknown keys, and what works differently here."""
    document: Values
    """The file as it was read."""

    @property
    def dx_m(self) -> float:
        """Cell side [m]."""
        return float(self.values["grid_lim"]) / int(self.values["n_grid"])

    def applied(self, cloud: GaussianCloud) -> ImportedRun:
        """Turn, cut and place a cloud as the file says.

        Args:
            cloud: As it lies in its splat file.

        Raises:
            InputError: If nothing of the cloud is left to simulate.
        """
        turn = cloud_rotation(self.values["rotation_degree"], self.values["rotation_axis"])
        turned = cloud.transformed(turn.astype(np.float32), np.zeros(3, np.float32))
        solid = turned.opacities > float(self.values["opacity_threshold"])
        inside = solid & _in_area(turned, self.values["sim_area"])
        if not inside.any():
            raise InputError(
                "no Gaussian is left inside sim_area and above the opacity threshold "
                f"{self.values['opacity_threshold']:g}; enlarge the area or lower the threshold"
            )
        scale = float(self.values["scale"])
        moved = boxed(turned, inside, self.space, scale=scale)
        fill = FillOptions(opacity_threshold=float(self.values["opacity_threshold"]))
        body = Body(moved.select(inside), self.params, regions=self.regions, fill=fill)
        outside = solid & ~inside
        notes = list(self.notes)
        if (~solid).any():
            notes.append(f"{int((~solid).sum())} Gaussians below the opacity threshold are dropped")
        bodies = [body]
        if outside.any():
            bodies.append(Body(moved.select(outside), self.params, name="outside", still=True))
            notes.append(
                f"{int(outside.sum())} Gaussians outside sim_area are drawn and stay still"
            )
        return ImportedRun(tuple(bodies), self.scene, self._quality(scale), tuple(notes))

    def _quality(self, longest_m: float) -> QualityPreset:
        filling = self.values["particle_filling"] or {}
        most = filling.get("max_particles_num", IMPORTED_QUALITY.max_particles)
        return replace(
            IMPORTED_QUALITY,
            grid=max(round(2 * longest_m / self.dx_m), 1),
            max_particles=int(most),
            frame_count=self.scene.frame_count,
            frame_dt_s=self.scene.frame_dt_s,
        )


def read_physgaussian(source: Path | Mapping[str, Any]) -> ImportedScene:
    """Read a scene file or its values.

    Raises:
        InputError: If a value is missing, unknown or out of range.
    """
    document = read_json(source, "scene") if isinstance(source, Path) else dict(source)
    if not isinstance(document, dict):
        raise InputError(f"scene {source} must be a JSON object")
    values, notes = with_defaults(document, SCENE_DEFAULTS, SCENE_MISSPELLINGS, place="the scene")
    if values["particle_filling"] is not None:
        filling, found = with_defaults(
            values["particle_filling"],
            FILLING_DEFAULTS,
            FILLING_MISSPELLINGS,
            place="particle_filling",
        )
        values["particle_filling"] = filling
        notes += found + _filling_notes(document["particle_filling"])
    try:
        return _imported(values, notes, copy.deepcopy(document))
    except (TypeError, ValueError, LookupError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"a value of the scene has the wrong type: {error}") from error


def _imported(values: Values, notes: list[str], document: Values) -> ImportedScene:
    side = float(values["grid_lim"])
    if not (math.isfinite(side) and 0 < side <= 1e4 and int(values["n_grid"]) >= 8):
        raise InputError(
            f"grid_lim must lie above 0 to 10,000 and n_grid be 8 or more, got "
            f"{values['grid_lim']} and {values['n_grid']}"
        )
    space = BoxSpace.of(side, values["mpm_space_vertical_upward_axis"])
    params, found = read_material(values)
    context = BoundaryContext(
        space,
        side / int(values["n_grid"]),
        float(values["substep_dt"]),
        params.density_kg_m3,
    )
    boundaries = read_boundaries(values["boundary_conditions"] or (), context)
    gravity, gravity_notes = _gravity(values["g"], space)
    scene = SceneSetup(
        gravity_m_s2=gravity,
        ground_z_m=None,
        frame_dt_s=float(values["frame_dt"]),
        frame_count=int(values["frame_num"]),
        obstacles=tuple(boundaries.obstacles),
        forces=tuple(boundaries.forces),
        regions_driven=tuple(boundaries.regions),
        domain=Box((side / 2,) * 3, space.center_m) if space.along_axes else None,
        substep=_substep(values),
        transfer=_transfer(values),
        grid_damping_per_s=_damping(values),
    )
    camera = {key: values[key] for key in _CAMERA_KEYS if values[key] is not None}
    camera["center_m"] = space.point(values["mpm_space_viewpoint_center"])
    return ImportedScene(
        scene,
        params,
        read_regions(values, params, space),
        space,
        values,
        camera,
        (*notes, *found, *gravity_notes, *boundaries.notes),
        document,
    )


def write_physgaussian(
    imported: ImportedScene, path: Path, *, params: MaterialParams | None = None
) -> None:
    """Write the scene with the values it was read with, unknown keys included.

    Args:
        imported: A scene that was read.
        path: Where the file goes.
        params: Another material; keys that it does not change keep their values.

    Raises:
        InputError: If their programs have no such law.
    """
    document = dict(imported.document)
    if params is not None:
        before, after = (write_material(one) for one in (imported.params, params))
        document |= {key: value for key, value in after.items() if value != before[key]}
    write_text_atomic(path, json.dumps(document, indent=4) + "\n")


def _filling_notes(filling: Mapping[str, Any]) -> list[str]:
    named = [key for key in _OWN_FILLING if key in filling]
    per_cell = [
        key for key in filling if key in ("max_partciels_per_cell", "max_particles_per_cell")
    ]
    if not named and not per_cell:
        return []
    return [
        f"bodies are filled by flood fill and evenly here: {', '.join(named + per_cell)} of "
        "particle_filling have no effect"
    ]


def _gravity(value: Any, space: BoxSpace) -> tuple[tuple[float, float, float], list[str]]:
    if isinstance(value, int | float):
        strength = float(value)
        return (0.0, 0.0, -strength), [f"g {strength:g} is a number: it is read as pulling down"]
    return space.direction(value), []


def _substep(values: Values) -> SubstepPolicy:
    """Their substep, shortened so that a whole number of them fits a frame."""
    frame, dt = float(values["frame_dt"]), float(values["substep_dt"])
    if not (math.isfinite(dt) and dt > 0):
        raise InputError(f"substep_dt must be above 0 s, got {values['substep_dt']}")
    return SubstepPolicy("fixed", frame / max(math.ceil(frame / dt - 1e-6), 1))


def _transfer(values: Values) -> TransferBlend:
    rpic, pic = float(values["rpic_damping"]), float(values["pic_damping"])
    if rpic < _PIC_BELOW:
        return TransferBlend(pic=1.0)
    return TransferBlend(rpic=max(rpic, 0.0), pic=pic)


def _damping(values: Values) -> float:
    """Their factor a substep as a rate [1/s]; factors of 1 and more do nothing."""
    factor = float(values["grid_v_damping_scale"])
    if factor >= 1:
        return 0.0
    if factor <= 0:
        raise InputError(f"grid_v_damping_scale must be above 0, got {factor:g}")
    return -math.log(factor) / float(values["substep_dt"])


def _in_area(cloud: GaussianCloud, area: Any) -> BoolArray:
    """Which Gaussians lie in [xmin, xmax, ymin, ymax, zmin, zmax], shape [N]."""
    if area is None:
        return np.ones(cloud.gaussian_count, bool)
    bounds = np.asarray(area, np.float64)
    if bounds.shape != (6,) or (bounds[::2] >= bounds[1::2]).any():
        raise InputError(f"sim_area must be [xmin, xmax, ymin, ymax, zmin, zmax], got {area}")
    means = cloud.means
    return np.asarray(((means >= bounds[::2]) & (means <= bounds[1::2])).all(axis=1), bool)
