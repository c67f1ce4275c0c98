"""Asks for pictures, pose files and checkpoints."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from render.formats.registry import readable_suffixes
from sim.adapter_use import ADAPTER_SUFFIX
from sim.scene.shapes import MESH_SUFFIXES
from studio.controllers.document_controller import PHOTO_SUFFIXES
from studio.state.language import tr

CHECKPOINT_SUFFIXES = (".safetensors", ".pt", ".pth", ".ckpt", ".bin")


def ask_files(window: QWidget, kind: str, take: Callable[[tuple[Path, ...]], None]) -> None:
    """Ask for files and hand them over, unless nothing is chosen.

    Args:
        window: Parent of the dialog.
        kind: "pictures", "poses", "checkpoint", "dino", "mvadapter", "mesh", "body", "votes" or
            "adapter".
        take: Takes them.
    """
    home = str(Path.home())
    if kind == "pictures":
        names, _ = QFileDialog.getOpenFileNames(
            window, tr("Add pictures of other sides"), home, _filter(tr("Pictures"), PHOTO_SUFFIXES)
        )
    elif kind == "votes":
        names, _ = QFileDialog.getOpenFileNames(
            window, tr("Add votes of other projects"), home, _filter(tr("Votes"), (".jsonl",))
        )
    elif kind == "mvadapter":
        name = QFileDialog.getExistingDirectory(window, tr("Folder of MV-Adapter's weights"), home)
        names = [name] if name else []
    else:
        titles = {
            "poses": tr("Open a pose file"),
            "checkpoint": tr("Choose a checkpoint"),
            "dino": tr("Choose the weights of DINOv3"),
            "adapter": tr("Put an adapter on"),
            "mesh": tr("Add a mesh"),
            "body": tr("Add a photo or splat"),
        }
        filters = {
            "adapter": _filter(tr("Adapters"), (ADAPTER_SUFFIX,)),
            "mesh": _filter(tr("Meshes"), MESH_SUFFIXES),
            "body": _filter(tr("Photos and splats"), (*PHOTO_SUFFIXES, *readable_suffixes())),
            "poses": _filter(tr("Pose files"), (".json",)),
            "checkpoint": _filter(tr("Checkpoints"), CHECKPOINT_SUFFIXES),
            "dino": _filter(tr("Checkpoints"), CHECKPOINT_SUFFIXES),
        }
        name, _ = QFileDialog.getOpenFileName(window, titles[kind], home, filters[kind])
        names = [name] if name else []
    if names:
        take(tuple(Path(name) for name in names))


def _filter(title: str, suffixes: tuple[str, ...]) -> str:
    return f"{title} ({' '.join(f'*{suffix}' for suffix in suffixes)})"
