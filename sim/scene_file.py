"""Scene files: the world of a `SceneSetup` and, where there are several, its bodies, as JSON.

```json
{"gravity_m_s2": [0, 0, -9.81], "frame_count": 50,
 "bodies": [
  {"name": "ball", "cloud": "ball.ply", "size_m": 0.2, "material": {"law": "jelly"},
   "position_m": [0, 0, 0.5], "velocity_m_s": [0, 0, -2], "separate": true},
  {"name": "block", "material": {"law": "rigid", "density_kg_m3": 2000},
   "fill": {"gap_m": 0.02, "opacity_threshold": 0.1, "particles_per_cell": 4}}]}
```

A body without a cloud is the object of the project that is simulated; `position_m` is where the
centre of the body goes, and without it the body is placed as a single one would be. Paths of
clouds and meshes start at the folder of the scene file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple

from render.errors import InputError
from sim.material_table import material
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.particles import FillOptions
from sim.regions import Region
from sim.scene.checks import Quat, Vec3, checked_number, checked_quat, checked_vector
from sim.scene_setup import SceneSetup

BODIES_KEY = "bodies"
REGION_KEYS = {"selection", "params", "name"}


@dataclass(frozen=True, slots=True)
class SceneBody:
    """One body of a scene file."""

    cloud: Path | None = None
    """Splat file or project; None for the object of the project that is simulated."""
    material: MaterialParams | None = None
    """Material; None takes the one that its project predicts."""
    size_m: float | None = None
    """Longest side that a splat file gets [m]; None for 0.5."""
    up: str | None = None
    """Axis of a splat file that points up; None lets file or format say."""
    position_m: Vec3 | None = None
    """Where its centre goes [m]; None places it as the scene says."""
    rotation: Quat = (1.0, 0.0, 0.0, 0.0)
    """Turn about its centre before it is put there, quaternion wxyz."""
    velocity_m_s: Vec3 = (0.0, 0.0, 0.0)
    """Velocity at the start [m/s]."""
    separate: bool = False
    """Whether others slide on and part from it instead of sticking."""
    regions: tuple[Region, ...] = ()
    """Parts with a material of their own, in the frame of the object."""
    fill: FillOptions = field(default_factory=FillOptions)
    """What of the cloud is matter, the gap to close and the particles a cell."""
    name: str = ""
    """Name for reports."""


class SceneFile(NamedTuple):
    """What a scene file says."""

    scene: SceneSetup
    """Gravity, ground, obstacles, forces, placement and timing."""
    bodies: tuple[SceneBody, ...]
    """Its bodies; none where the file names none."""


def read_scene_file(path: Path) -> SceneFile:
    """Read a scene file.

    Raises:
        InputError: If it cannot be read, or a field is unknown or out of range.
    """
    document = read_json(path, "scene")
    if not isinstance(document, dict):
        raise InputError(f"scene {path} must be a JSON object of scene fields")
    bodies = document.pop(BODIES_KEY, [])
    if not isinstance(bodies, list):
        raise InputError(f"bodies of the scene {path} must be a list")
    return SceneFile(
        SceneSetup.from_json(_with_mesh_paths(document, path.parent)),
        tuple(_body(values, number, path) for number, values in enumerate(bodies, start=1)),
    )


def read_regions(path: Path) -> tuple[Region, ...]:
    """Read a file of regions, a list of `Region.to_json` values.

    Parameters that are not named are the material table's for the law:

    ```json
    [{"name": "cap", "params": {"law": "sand", "density_kg_m3": 1600},
      "selection": {"type": "box", "center_m": [0, 0, 0.2], "half_extents_m": [0.3, 0.3, 0.1]}}]
    ```

    Raises:
        InputError: If it cannot be read, or a field is unknown or out of range.
    """
    document = read_json(path, "regions")
    return _regions(document, path)


def read_json(path: Path, kind: str) -> Any:
    """Values of a JSON file.

    Raises:
        InputError: If the file does not exist or is not JSON.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{kind} {path} does not exist; check the path") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{kind} {path} is not JSON ({error}); check the file") from None


def _with_mesh_paths(value: Any, folder: Path) -> Any:
    """The values of a scene with the paths of its meshes taken from a folder, and absolute."""
    if isinstance(value, list):
        return [_with_mesh_paths(item, folder) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: _with_mesh_paths(item, folder) for key, item in value.items()}
    if found.get("type") == "mesh" and isinstance(found.get("path"), str):
        found["path"] = str((folder / found["path"]).resolve())
    return found


def _body(values: object, number: int, path: Path) -> SceneBody:
    title = f"body {number} of the scene {path}"
    if not isinstance(values, dict):
        raise InputError(f"{title} must be a JSON object")
    known = {item.name for item in fields(SceneBody)}
    unknown = sorted(set(values) - known)
    if unknown:
        raise InputError(f"{title} has the unknown field {unknown[0]!r}; use: {sorted(known)}")
    cloud, size, position = (values.get(name) for name in ("cloud", "size_m", "position_m"))
    body = SceneBody(
        cloud=None if cloud is None else path.parent / str(cloud),
        material=None if values.get("material") is None else _material(values["material"], title),
        size_m=None if size is None else checked_number(f"size of {title}", size, 1e-6, 1e4),
        up=None if values.get("up") is None else str(values["up"]),
        position_m=None if position is None else checked_vector(f"position of {title}", position),
        rotation=checked_quat(f"rotation of {title}", values.get("rotation", [1, 0, 0, 0])),
        velocity_m_s=checked_vector(
            f"velocity of {title}", values.get("velocity_m_s", [0, 0, 0]), largest=1e3, unit="m/s"
        ),
        separate=_flag(values.get("separate", False), f"separate of {title}"),
        regions=_regions(values.get("regions", []), path),
        fill=_fill(values.get("fill", {}), title),
        name=str(values.get("name", "")),
    )
    if body.cloud is not None and not body.cloud.exists():
        raise InputError(f"{title} needs {body.cloud}, which does not exist; check the path")
    return body


def _material(values: object, title: str) -> MaterialParams:
    """Parameters of a law with the material table's values for everything that is not named."""
    if not isinstance(values, dict) or "law" not in values:
        raise InputError(f'the material of {title} needs a law, for example {{"law": "jelly"}}')
    named = dict(values)
    law = ConstitutiveLaw.from_name(str(named.pop("law")))
    young = named.get("youngs_modulus_pa")
    if young is not None:
        young = checked_number(f"Young's modulus of {title}", young, 1.0, 1e13, unit="Pa")
    base = material(law, youngs_modulus_pa=young)
    return MaterialParams.from_json(base.to_json() | named)


def _fill(values: object, title: str) -> FillOptions:
    known = [item.name for item in fields(FillOptions)]
    if not isinstance(values, dict) or not set(values) <= set(known):
        raise InputError(
            f"fill of {title} must be a JSON object of {', '.join(known)}, got {values}"
        )
    return FillOptions(**values)


def _flag(value: object, name: str) -> bool:
    if not isinstance(value, bool):
        raise InputError(f"{name} must be true or false, got {value!r}")
    return value


def _regions(document: object, path: Path) -> tuple[Region, ...]:
    if not isinstance(document, list):
        raise InputError(f"regions {path} must be a JSON list of regions, got {document!r:.40}")
    return tuple(_region(values, path) for values in document)


def _region(values: object, path: Path) -> Region:
    title = f"a region of {path}"
    if not isinstance(values, dict) or not {"selection", "params"} <= set(values) <= REGION_KEYS:
        raise InputError(f"{title} must be a JSON object of {sorted(REGION_KEYS)}, got {values}")
    return Region.from_json(values | {"params": _material(values["params"], title).to_json()})
