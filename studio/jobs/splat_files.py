"""Splats to files: those that are seen, and a project's cloud without those that were deleted."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.formats.registry import write_splats
from render.progress import ProgressCallback, ignore_progress
from sim.project import Project
from studio.jobs.cloud_look import CloudLook, dressed, marks
from studio.jobs.scene_reader import SceneReader
from studio.jobs.splat_requests import CleanRequest, ExportSplatsRequest
from studio.state.bitmask import BitMask
from studio.state.document_fields import document_fields
from studio.state.document_file import DOCUMENT_NAME, document_text, parse_document
from studio.state.document_values import plain_parts, read_parts
from studio.state.studio_state import StudioState

BoolArray = npt.NDArray[np.bool_]


def export_splats(
    request: ExportSplatsRequest, progress: ProgressCallback = ignore_progress
) -> Path:
    """Write the Gaussians that are seen, where they are; returns the file.

    Raises:
        InputError: If there are none, or the file cannot be written.
    """
    progress("Reading the splats", 0.0)
    cloud = SceneReader().cloud(request.scene, request.frame)
    cloud = dressed(cloud, CloudLook(pose=request.look.pose))
    unseen = marks(request.look.unseen, cloud.gaussian_count)
    if unseen is not None:
        if unseen.all():
            raise InputError("nothing is visible; show what is hidden before you export it")
        cloud = cloud.select(~unseen)
    write_splats(
        request.out, cloud, progress=lambda _, share: progress("Writing the splats", share)
    )
    return request.out


def clean_project(request: CleanRequest, progress: ProgressCallback = ignore_progress) -> Path:
    """Write a project's cloud without the deleted Gaussians, all or nothing; returns its folder.

    Selections, regions and whatever else marks Gaussians of the object are fitted to those that
    stay. Takes hold their own Gaussians and are left alone.

    Raises:
        InputError: If nothing was deleted, or everything.
    """
    progress("Reading the splats", 0.0)
    project = Project.open(request.project)
    cloud = project.cloud()
    removed = marks(_removed(project, cloud.gaussian_count), cloud.gaussian_count)
    if removed is None or not removed.any():
        raise InputError(f"{project.path.name} has no deleted Gaussians; delete some first")
    if removed.all():
        raise InputError("all Gaussians are deleted; restore some of them first")
    progress("Writing the splats", 0.5)
    manifest = replace(project.manifest, edit=replace(project.edit, removed=b""))
    text = _fitted_document(project.path, ~removed)
    project.rewrite(manifest, cloud.select(~removed), {DOCUMENT_NAME: text} if text else {})
    return project.path


def _removed(project: Project, count: int) -> BitMask | None:
    packed = project.edit.removed
    return BitMask(count, packed) if packed else None


def _fitted_document(folder: Path, kept: BoolArray) -> str:
    """Text of `studio.json` whose masks are for the Gaussians that stay; empty without a file."""
    path = folder / DOCUMENT_NAME
    if not path.exists():
        return ""
    stored = parse_document(path.read_text(encoding="utf-8"), str(path))
    known = document_fields(StudioState())
    values, _ = read_parts(known, stored.parts)
    fitted = {key: fitted_masks(value, kept) for key, value in values.items()}
    fitted["selection", "removed"] = None
    own = [field for field in known if field.key in fitted]
    return document_text(replace(stored, parts=stored.with_parts(plain_parts(own, fitted))))


def fitted_masks(value: Any, kept: BoolArray) -> Any:
    """A value of the document with every mask in it fitted to the Gaussians that stay.

    Args:
        value: Frozen dataclasses, tuples and plain values.
        kept: Gaussians that stay, shape [N]; masks of other counts are left as they are.
    """
    if isinstance(value, BitMask):
        return BitMask.of(value.array()[kept]) if value.count == len(kept) else value
    if isinstance(value, tuple):
        items = [fitted_masks(item, kept) for item in value]
        if all(new is old for new, old in zip(items, value, strict=True)):
            return value
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    if is_dataclass(value) and not isinstance(value, type):
        held = {field.name: getattr(value, field.name) for field in fields(value) if field.init}
        new = {name: fitted_masks(item, kept) for name, item in held.items()}
        changed = {name: item for name, item in new.items() if item is not held[name]}
        return replace(value, **changed) if changed else value
    return value
