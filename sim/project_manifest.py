"""`ProjectManifest`: what a project says about itself, and its versioned JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from render.camera import Camera
from render.errors import InputError
from sim.adapter_use import AdapterUse
from sim.object_edit import UNEDITED, ObjectEdit
from sim.physics_distribution import PhysicsDistribution
from sim.scene_setup import SceneSetup

PROJECT_FORMAT = "phys4d-project"
PROJECT_VERSION = 1
"""Version this program writes; it reads this one and, through `MIGRATIONS`, all before it."""

NOVEL_FROM = 0.5
"""Novelty from which a picture is unlike everything the model learned, and worth a warning."""

SIZE_RANGE_M = (1e-3, 1e3)
"""Longest side an object may have [m]."""

Document = dict[str, Any]

MIGRATIONS: dict[int, Callable[[Document], Document]] = {}
"""Version -> function that turns a document of that version into one of the next."""


@dataclass(frozen=True, slots=True)
class MaskReport:
    """How the object was told from its background."""

    source: str
    """Where the mask comes from: "alpha", "u2netp" or "whole frame"."""
    share: float
    """Share of the photo that the object covers, 0 to 1."""
    touches_border: bool = False
    """Whether the object is cut off by the photo's border."""
    whole_frame: bool = False
    """Whether nothing stood out and the whole photo was taken."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProjectManifest:
    """Everything a project stores besides its pictures, its cloud and its takes."""

    size_m: float
    """Longest side of the object [m]."""
    source: str = ""
    """Name of the photo or splat file it was made from."""
    up_axis: str | None = None
    """Axis of the splat file that was taken for up; None for a photo and for kept coordinates."""
    antialiased: bool = False
    """Whether the splat file was trained with a screen-space (mip) filter, to be drawn with one."""
    model: str = ""
    """Name of the model that predicted it; empty for a splat file."""
    checkpoint: str = ""
    """SHA-256 of the model's weights files in hexadecimal digits; empty where none is known."""
    view_source: str = ""
    """Which views the model saw and how they were made, in words; empty where none is known."""
    novelty: float | None = None
    """How little the picture is like what the model learned, 0 to 1; None where it does not say."""
    elevation_deg: float | None = None
    """Elevation of the photo's camera above the horizon [degrees]; None for a splat file."""
    camera: Camera | None = None
    """The photo's camera in the object frame; None for a splat file."""
    physics: PhysicsDistribution | None = None
    """Predicted distribution over materials; None for a splat file."""
    adapter: AdapterUse | None = None
    """Preference adapter that had a part in that distribution; None for the model alone."""
    scene: SceneSetup = field(default_factory=SceneSetup)
    """Gravity, ground, drop and timing."""
    mask: MaskReport | None = None
    """How the object was cut out; None for a splat file."""
    photo_fov_deg: float | None = None
    """Vertical field of view of the whole photo [degrees]; None where nobody knows it."""
    edit: ObjectEdit = UNEDITED
    """Where the object was put and what of it was removed."""
    seed: int = 0
    """Seed of the next simulation."""
    warnings: tuple[str, ...] = ()
    """What the person should know about this prediction."""

    def __post_init__(self) -> None:
        check_size(self.size_m)

    @property
    def unadapted_physics(self) -> PhysicsDistribution | None:
        """What the model alone says of the material; None for a splat file."""
        return self.physics if self.adapter is None else self.adapter.without


def check_size(size_m: float) -> None:
    """Reject a longest side [m] that is not a number or out of range.

    Raises:
        InputError: With the value, the range and the remedy.
    """
    low, high = SIZE_RANGE_M
    if not (math.isfinite(size_m) and low <= size_m <= high):
        raise InputError(
            f"size {size_m:g} m is outside {low:g} to {high:g} m; "
            "give the object's longest side in metres"
        )


def manifest_text(manifest: ProjectManifest) -> str:
    """The manifest as the JSON text that `parse_manifest` reads."""
    mask, physics = manifest.mask, manifest.physics
    document = {
        "format": PROJECT_FORMAT,
        "version": PROJECT_VERSION,
        "source": manifest.source,
        "up_axis": manifest.up_axis,
        "antialiased": manifest.antialiased,
        "model": manifest.model,
        "checkpoint": manifest.checkpoint,
        "view_source": manifest.view_source,
        "novelty": manifest.novelty,
        "size_m": manifest.size_m,
        "elevation_deg": manifest.elevation_deg,
        "seed": manifest.seed,
        "warnings": list(manifest.warnings),
        "mask": None
        if mask is None
        else {
            "source": mask.source,
            "share": mask.share,
            "touches_border": mask.touches_border,
            "whole_frame": mask.whole_frame,
        },
        "photo_fov_deg": manifest.photo_fov_deg,
        "camera": None if manifest.camera is None else _camera_document(manifest.camera),
        "physics": None if physics is None else physics.to_json(),
        "adapter": None if manifest.adapter is None else manifest.adapter.to_json(),
        "scene": manifest.scene.to_json(),
        "edit": None if manifest.edit == UNEDITED else manifest.edit.to_json(),
    }
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


def parse_manifest(text: str, where: str) -> ProjectManifest:
    """Read and validate a manifest, migrating older versions.

    Args:
        text: Content of `manifest.json`.
        where: Path named in errors.

    Raises:
        InputError: If the text is damaged, of another format or of a newer version.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise _damaged(where, str(error)) from None
    if not isinstance(document, dict) or document.get("format") != PROJECT_FORMAT:
        raise InputError(f"{where} is not the manifest of a phys4d project; open a folder NAME.p4d")
    document = _migrated(document, where)
    try:
        return _manifest(document)
    except KeyError as error:
        raise _damaged(where, f"{error.args[0]!r} is missing") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise _damaged(where, str(error)) from None


def _migrated(document: Document, where: str) -> Document:
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _damaged(where, f"version {version!r} is not a whole number from 1")
    if version > PROJECT_VERSION:
        raise InputError(
            f"{where} has project version {version}, this program reads up to "
            f"{PROJECT_VERSION}; update phys4d-studio to open it"
        )
    while version < PROJECT_VERSION:
        document = MIGRATIONS[version](document)
        version += 1
    return document


def _damaged(where: str, detail: str) -> InputError:
    reason = " ".join(detail.split())
    return InputError(
        f"{where} is damaged ({reason}); restore it from a backup, or predict the photo again "
        "into a new project"
    )


def _manifest(document: Mapping[str, Any]) -> ProjectManifest:
    physics, mask, camera = document["physics"], document["mask"], document["camera"]
    elevation, edit = document["elevation_deg"], document.get("edit")
    fov, adapter = document.get("photo_fov_deg"), document.get("adapter")
    return ProjectManifest(
        size_m=float(document["size_m"]),
        source=str(document["source"]),
        up_axis=None if document.get("up_axis") is None else str(document["up_axis"]),
        antialiased=bool(document.get("antialiased", False)),
        model=str(document["model"]),
        checkpoint=str(document.get("checkpoint", "")),
        view_source=str(document.get("view_source", "")),
        novelty=None if document.get("novelty") is None else float(document["novelty"]),
        elevation_deg=None if elevation is None else float(elevation),
        camera=None if camera is None else _camera(camera),
        physics=None if physics is None else PhysicsDistribution.from_json(physics),
        adapter=None if adapter is None else AdapterUse.from_json(adapter),
        scene=SceneSetup.from_json(document["scene"]),
        mask=None if mask is None else _mask(mask),
        photo_fov_deg=None if fov is None else float(fov),
        edit=UNEDITED if edit is None else ObjectEdit.from_json(edit),
        seed=int(document["seed"]),
        warnings=tuple(str(warning) for warning in document["warnings"]),
    )


def _mask(document: Mapping[str, Any]) -> MaskReport:
    return MaskReport(
        source=str(document["source"]),
        share=float(document["share"]),
        touches_border=bool(document["touches_border"]),
        whole_frame=bool(document["whole_frame"]),
    )


def _camera_document(camera: Camera) -> Document:
    return {
        "intrinsics_px": [[float(x) for x in row] for row in camera.K],
        "world_to_camera": [[float(x) for x in row] for row in camera.world_to_camera],
        "width": camera.width,
        "height": camera.height,
        "near_plane": camera.near_plane,
        "far_plane": camera.far_plane,
    }


def _camera(document: Mapping[str, Any]) -> Camera:
    return Camera(
        K=document["intrinsics_px"],
        world_to_camera=document["world_to_camera"],
        width=int(document["width"]),
        height=int(document["height"]),
        near_plane=float(document["near_plane"]),
        far_plane=float(document["far_plane"]),
    )
