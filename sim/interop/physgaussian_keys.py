"""Keys of PhysGaussian's scene files, their defaults and their misspellings.

PhysGM reads the same files. Keys are spelt here as those programs spell them.

Source: Xie et al., PhysGaussian, CVPR 2024; PhysGM, CVPR 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from render.errors import InputError

Values = dict[str, Any]

SCENE_DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        "material": "jelly",
        "grid_lim": 2.0,
        "n_grid": 50,
        "E": 1e5,
        "nu": 0.4,
        "density": 200.0,
        "g": 9.8,
        "yield_stress": 0.0,
        "hardening": 0,
        "xi": 0.0,
        "friction_angle": 25.0,
        "plastic_viscosity": 0.0,
        "softening": 0.1,
        "rpic_damping": 0.0,
        "pic_damping": 0.0,
        "grid_v_damping_scale": 1.1,
        "opacity_threshold": 0.02,
        "additional_material_params": (),
        "substep_dt": 1e-4,
        "frame_dt": 1e-2,
        "frame_num": 100,
        "rotation_degree": (),
        "rotation_axis": (),
        "sim_area": None,
        "scale": 1.0,
        "particle_filling": None,
        "boundary_conditions": (),
        "mpm_space_viewpoint_center": (1.0, 1.0, 1.0),
        "mpm_space_vertical_upward_axis": (0.0, 0.0, 1.0),
        "default_camera_index": 0,
        "show_hint": False,
        "init_azimuthm": None,
        "init_elevation": None,
        "init_radius": None,
        "move_camera": False,
        "delta_a": None,
        "delta_e": None,
        "delta_r": None,
    }
)
"""Every key of a scene and the value it has where a file is silent."""
FILLING_DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        "n_grid": None,
        "density_threshold": 5.0,
        "search_threshold": 3.0,
        "search_exclude_direction": 5,
        "ray_cast_direction": 4,
        "max_particles_num": 2_000_000,
        "max_partciels_per_cell": 1,
        "boundary": None,
        "smooth": False,
        "visualize": False,
    }
)
"""Keys of `particle_filling`."""
SCENE_MISSPELLINGS: Mapping[str, str] = MappingProxyType({"init_azimuth": "init_azimuthm"})
FILLING_MISSPELLINGS: Mapping[str, str] = MappingProxyType(
    {"max_particles_per_cell": "max_partciels_per_cell"}
)
"""Spellings people use, and the one that those programs read."""
RECOGNISED_BY = ("material", "substep_dt", "frame_num", "boundary_conditions", "n_grid")
"""A JSON object with two of these keys is taken for a PhysGaussian scene."""


def is_physgaussian(document: object) -> bool:
    """Whether a JSON value looks like a PhysGaussian scene."""
    return isinstance(document, dict) and sum(key in document for key in RECOGNISED_BY) >= 2


def with_defaults(
    values: Mapping[str, Any],
    defaults: Mapping[str, Any],
    misspellings: Mapping[str, str],
    *,
    place: str,
) -> tuple[Values, list[str]]:
    """Values of all known keys, and what was odd about the keys.

    Args:
        values: As the file has them.
        defaults: Known keys.
        misspellings: Other spellings that are accepted.
        place: Where the keys stand, for the notes.

    Raises:
        InputError: If the values have no keys.
    """
    if not isinstance(values, Mapping):
        raise InputError(f"{place} must be a JSON object, got {values!r}")
    found, notes = dict(defaults), []
    for key, value in values.items():
        if key in defaults:
            found[key] = value
        elif key in misspellings and misspellings[key] not in values:
            found[misspellings[key]] = value
            notes.append(f"{key!r} in {place} is read as {misspellings[key]!r}")
        else:
            notes.append(f"the key {key!r} in {place} is unknown and has no effect")
    return found, notes


def required(values: Mapping[str, Any], key: str, place: str) -> Any:
    """Value of a key without a default.

    Raises:
        InputError: If it is missing.
    """
    if key not in values:
        raise InputError(f"{place} needs the key {key!r}; add it to the scene")
    return values[key]
