"""`SweepConfig`: what a person asks of a sweep, checked as far as it can be without the objects.

As TOML (JSON has the same keys), 2 x 3 runs for each of 8 samples at two qualities:

```toml
objects = ["mug.p4d", "toys/*.p4d", { path = "scan.ply", size_m = 0.3, up = "+y" }]
quality = ["sketch", "preview"]
stiffness = "expressive"          # or "real"
material = "predicted"            # draw from each object's predicted distribution …
samples = 8                       # … this many times; hypercubes take as many points
seed = 1

[parameters]
density_kg_m3 = [300, 1200]
youngs_modulus_pa = { range = [1e4, 1e6], steps = 3, scale = "log" }
tilt_deg = { latin_hypercube = [0, 45] }
```
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from render.errors import InputError
from sim.materials import ConstitutiveLaw
from sim.quality import quality_preset
from sim.run_options import DEVICES
from sim.stiffness import StiffnessMode
from sim.sweep.axes import Axis, HypercubeAxis, ListedAxis, read_axis
from sim.sweep.config_values import Keep, names_in, one_of, read_keep, whole, wholes
from sim.sweep.parameters import CLASS, LAW, PREDICTED_NUMBERS, read_by

MAX_SAMPLES = 100_000
MAX_FRAMES = 2000
MAX_SEED = 2**32 - 1
KEYS = (
    "objects", "quality", "stiffness", "material", "samples", "seed", "particle_seeds",
    "parameters", "scene", "frames", "device", "keep",
)  # fmt: skip
OBJECT_KEYS = ("path", "size_m", "up")
EXPECTED, PREDICTED = "expected", "predicted"


@dataclass(frozen=True, slots=True)
class SweepObject:
    """One entry of the list of objects."""

    path: str
    """Project or splat file; may hold the wildcards * and ?."""
    size_m: float | None = None
    """Longest side that a splat file gets [m]; None for 0.5."""
    up: str | None = None
    """Axis of a splat file that points up; None lets file or format say."""


@dataclass(frozen=True, slots=True)
class SweepConfig:
    """A sweep as it is asked for."""

    objects: tuple[SweepObject, ...]
    """What moves."""
    qualities: tuple[str, ...] = ("sketch",)
    """Presets, each of which all runs are made at."""
    stiffness: str = StiffnessMode.EXPRESSIVE.value
    """Map of all runs of an object."""
    material: str = EXPECTED
    """Whether runs start from the expected material or from samples of the prediction."""
    samples: int | None = None
    """Draws of the prediction, and points of the hypercube."""
    seed: int = 0
    """Seed of both."""
    particle_seeds: tuple[int, ...] = (0,)
    """Seeds of the particles, each of which all runs are made with."""
    axes: tuple[Axis, ...] = ()
    """Parameters in the order of the config."""
    scene: str | None = None
    """Scene file; None takes each project's scene."""
    frame_count: int | None = None
    """Frames of a take; None takes the preset's."""
    device: str = "cpu"
    """Where runs are simulated: "cpu" or "cuda"."""
    keep: Keep = "all"
    """Which takes stay on disk: all, or those that the pictures show."""

    @property
    def listed(self) -> tuple[ListedAxis, ...]:
        """Axes that are multiplied."""
        return tuple(axis for axis in self.axes if isinstance(axis, ListedAxis))

    @property
    def hypercube(self) -> tuple[HypercubeAxis, ...]:
        """Axes that one Latin hypercube fills."""
        return tuple(axis for axis in self.axes if isinstance(axis, HypercubeAxis))

    @property
    def runs_per_object(self) -> int:
        """Number of runs of each object."""
        count = len(self.qualities) * len(self.particle_seeds) * (self.samples or 1)
        for axis in self.listed:
            count *= len(axis.values)
        return count

    @property
    def digest(self) -> str:
        """Hexadecimal digits that differ between configs which ask for different runs."""
        text = json.dumps(_plain(self), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def config_of(values: Mapping[str, Any]) -> SweepConfig:
    """Config of the values of a file.

    Raises:
        InputError: If it is empty, contradictory, or a value is unknown or out of range.
    """
    if not values:
        raise InputError("the sweep's config is empty: it needs objects, such as ['mug.p4d']")
    _check_keys(values, KEYS, "the sweep's config")
    parameters = values.get("parameters", {})
    if not isinstance(parameters, dict):
        raise InputError(f"parameters must be a table of parameters, got {parameters!r}")
    material = values.get("material", EXPECTED)
    if material not in (EXPECTED, PREDICTED):
        raise InputError(f"material must be {EXPECTED!r} or {PREDICTED!r}, got {material!r}")
    config = SweepConfig(
        objects=_objects(values.get("objects")),
        qualities=tuple(quality_preset(one).name for one in names_in(values, "quality", "sketch")),
        stiffness=StiffnessMode.from_name(str(values.get("stiffness", "expressive"))).value,
        material=material,
        samples=whole(values, "samples", None, 1, MAX_SAMPLES),
        seed=whole(values, "seed", 0, 0, MAX_SEED) or 0,
        particle_seeds=wholes(values, "particle_seeds", (0,), MAX_SEED),
        axes=tuple(read_axis(name, value) for name, value in parameters.items()),
        scene=_optional_text(values, "scene"),
        frame_count=whole(values, "frames", None, 1, MAX_FRAMES),
        device=one_of(values, "device", DEVICES),
        keep=read_keep(values.get("keep", "all")),
    )
    _check_consistency(config)
    return config


def _check_consistency(config: SweepConfig) -> None:
    """Refuse what contradicts itself."""
    drawn = config.material == PREDICTED or bool(config.hypercube)
    if config.samples is not None and not drawn:
        raise InputError(
            f"samples = {config.samples} would repeat one run {config.samples} times: draw the "
            f'material = "{PREDICTED}", or give a parameter a latin_hypercube'
        )
    if config.samples is None and drawn:
        raise InputError("a predicted material and a latin_hypercube need samples, such as 16")
    names = {axis.name for axis in config.axes}
    if LAW in names and CLASS in names:
        raise InputError(f"{LAW} and {CLASS} contradict each other: a class has its law; name one")
    settled = {axis.name for axis in config.listed}
    if config.material == PREDICTED and settled >= {CLASS, *PREDICTED_NUMBERS}:
        raise InputError(
            f"class, {', '.join(PREDICTED_NUMBERS)} are all listed, which leaves nothing to draw "
            f'from the prediction: take material = "{PREDICTED}" out, or one of them'
        )
    _check_read(config)


def _check_read(config: SweepConfig) -> None:
    """Refuse numbers that none of the named laws reads."""
    laws = next((axis.values for axis in config.listed if axis.name == LAW), None)
    if laws is None:
        return
    for axis in config.axes:
        if not any(read_by(axis.name, ConstitutiveLaw(str(law))) for law in laws):
            listed = ", ".join(map(str, laws))
            raise InputError(
                f"{axis.name} changes nothing: the law {listed} does not read it; leave it out or "
                "name a law that does"
            )


def _objects(entries: Any) -> tuple[SweepObject, ...]:
    if isinstance(entries, str):
        entries = [entries]
    if not isinstance(entries, list) or not entries:
        raise InputError(
            "the sweep's config names no objects: list projects or splat files, such as "
            "objects = ['mug.p4d']"
        )
    return tuple(_object(entry) for entry in entries)


def _object(entry: Any) -> SweepObject:
    if isinstance(entry, str):
        return SweepObject(entry)
    if not isinstance(entry, dict) or not isinstance(entry.get("path"), str):
        raise InputError(f"an object is a path, or a table with path, size_m and up; got {entry!r}")
    _check_keys(entry, OBJECT_KEYS, f"object {entry['path']}")
    size, up = entry.get("size_m"), entry.get("up")
    if size is not None and not (isinstance(size, int | float) and 1e-3 <= size <= 1e3):
        raise InputError(f"size_m of {entry['path']} must be 0.001 to 1000 m, got {size!r}")
    if up is not None and up not in ("+x", "-x", "+y", "-y", "+z", "-z"):
        raise InputError(f"up of {entry['path']} must be +x -x +y -y +z or -z, got {up!r}")
    return SweepObject(entry["path"], None if size is None else float(size), up)


def _check_keys(values: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in values:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise InputError(f"{where} has an unknown key {key!r}; {hint}use: {', '.join(known)}")


def _optional_text(values: Mapping[str, Any], key: str) -> str | None:
    value = values.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{key} must be a path in quotes, got {value!r}")
    return value


def _plain(config: SweepConfig) -> dict[str, Any]:
    """What decides the runs, without what only decides which takes stay."""
    from dataclasses import asdict

    values = asdict(config)
    del values["keep"]
    return values


def path_of(config_file: Path, name: str) -> Path:
    """A path that a config names, from the folder of the config."""
    return config_file.parent / Path(name).expanduser()
