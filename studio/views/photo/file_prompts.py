"""Asks for pictures, pose files and checkpoints."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from render.formats.registry import readable_suffixes
from sim.scene.shapes import MESH_SUFFIXES
from studio.controllers.document_controller import PHOTO_SUFFIXES
from studio.state.language import tr

CHECKPOINT_SUFFIXES = (".safetensors", ".pt", ".pth", ".ckpt", ".bin")


def ask_files(window: QWidget, kind: str, take: Callable[[tuple[Path, ...]], None]) -> None:
    """Ask for files and hand them over, unless nothing is chosen.

    Args:
        window: Parent of the dialog.
        kind: "pictures", "poses", "checkpoint", "mesh" or "body".
        take: Takes them.
    """
    home = str(Path.home())
    if kind == "pictures":
        names, _ = QFileDialog.getOpenFileNames(
            window, tr("Add pictures of other sides"), home, _filter(tr("Pictures"), PHOTO_SUFFIXES)
        )
    else:
        titles = {
            "poses": tr("Open a pose file"),
            "checkpoint": tr("Choose a checkpoint"),
            "mesh": tr("Add a mesh"),
            "body": tr("Add a photo or splat"),
        }
        filters = {
            "mesh": _filter(tr("Meshes"), MESH_SUFFIXES),
            "body": _filter(tr("Photos and splats"), (*PHOTO_SUFFIXES, *readable_suffixes())),
            "poses": _filter(tr("Pose files"), (".json",)),
            "checkpoint": _filter(tr("Checkpoints"), CHECKPOINT_SUFFIXES),
        }
        name, _ = QFileDialog.getOpenFileName(window, titles[kind], home, filters[kind])
        names = [name] if name else []
    if names:
        take(tuple(Path(name) for name in names))


def _filter(title: str, suffixes: tuple[str, ...]) -> str:
    return f"{title} ({' '.join(f'*{suffix}' for suffix in suffixes)})"
