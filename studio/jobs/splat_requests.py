"""Frozen inputs of the jobs that write splat files and clean up those of projects."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from studio.jobs.cloud_look import PLAIN_LOOK, CloudLook
from studio.jobs.view_messages import SceneRef


@dataclass(frozen=True, slots=True)
class ExportSplatsRequest:
    """Write what the viewport shows to a splat file."""

    scene: SceneRef
    """The object at rest, or a take."""
    frame: int
    """Frame of the take, from 0."""
    out: Path
    """File to write; its ending chooses the format."""
    look: CloudLook = PLAIN_LOOK
    """Where the object was put, and which Gaussians are left out."""


@dataclass(frozen=True, slots=True)
class CleanRequest:
    """Take deleted Gaussians out of a project's cloud for good."""

    project: Path
    """Folder `NAME.p4d`, saved."""
