"""USD stages: opened without reaching out of the file's folder, saved all or nothing.

pxr is native code. Stages of others are opened in the child process alone (`child_reader`); what
this program writes is written where it runs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from render.atomic_file import atomic_path
from render.errors import InputError
from render.os_faults import remedy_for, remedy_in

PACKAGE_SUFFIX = ".usdz"
SUFFIXES = (".usdc", ".usda", ".usd", PACKAGE_SUFFIX)
MAX_LAYERS = 256
"""Most files that make up a stage."""

_NAMESPACE = re.compile(r"\S*__::(?:\w+::)*")
_PLACE = re.compile(r"\S*/\S+?:(\d+):\d+:")
_REASON_LENGTH = 140


def open_stage(path: Path) -> Any:
    """Open a stage whose layers all lie in the folder of `path`, or in the package itself.

    Returns:
        `pxr.Usd.Stage`.

    Raises:
        InputError: If it cannot be opened, or wants files from elsewhere.
    """
    from pxr import Sdf, Tf, Usd

    if not path.is_file():
        raise InputError(f"cannot read {path}: no such file or folder; check the path")
    try:
        layer = Sdf.Layer.FindOrOpen(str(path.resolve()))
        if layer is None:
            raise InputError(f"{path} is no USD file or is damaged")
        _check_layers(layer, path)
        stage = Usd.Stage.Open(layer)
    except Tf.ErrorException as error:
        raise InputError(f"{path} is no USD file or is damaged: {reason_of(error)}") from error
    if stage is None:
        raise InputError(f"{path} holds no stage that can be opened; the file is damaged")
    return stage


def save_stage(path: Path, fill: Callable[[Any], None]) -> None:
    """Make a file of a new stage; a .usdz package holds one binary layer.

    Args:
        path: File to write; its folder must exist.
        fill: Called with the empty `pxr.Usd.Stage`; may raise to cancel.

    Raises:
        InputError: If the file cannot be written.
    """
    from pxr import Sdf, Tf, Usd

    if not path.parent.is_dir():  # pxr would make it
        raise InputError(f"cannot write {path}: folder {path.parent} does not exist")
    try:
        with atomic_path(path) as temporary:
            is_package = path.suffix.lower() == PACKAGE_SUFFIX
            layer = temporary.with_suffix(".usdc") if is_package else temporary
            try:
                stage = Usd.Stage.CreateNew(str(layer))
                fill(stage)
                stage.GetRootLayer().Save()
                if is_package:
                    package = Sdf.ZipFileWriter.CreateNew(str(temporary))
                    package.AddFile(str(layer), f"{path.stem}.usdc")
                    package.Save()
            finally:
                if is_package:
                    layer.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"cannot write {path}: {remedy_for(error) or error}") from error
    except Tf.ErrorException as error:
        raise InputError(
            f"cannot write {path}: {remedy_in(str(error)) or reason_of(error)}"
        ) from error


def reason_of(error: Exception) -> str:
    """What an error of pxr says of the file, on one line, without names of its source code."""
    words = " ".join(str(error).split())
    said = words.partition(" : '")[2] or words or type(error).__name__
    said = _NAMESPACE.sub("", said)
    return _PLACE.sub(r"line \1:", said)[:_REASON_LENGTH].rstrip("' ")


def _check_layers(root: Any, path: Path) -> None:
    """Refuse layers, references, payloads and clips that lie elsewhere or on other machines."""
    from pxr import Sdf

    folder = Path(os.path.realpath(path)).parent
    waiting, seen = [root], {root.identifier}
    while waiting:
        layer = waiting.pop()
        names = {*layer.GetCompositionAssetDependencies(), *layer.GetExternalAssetDependencies()}
        for name in names:
            target = layer.ComputeAbsolutePath(name)
            file = Path(os.path.realpath(target.partition("[")[0]))
            local = ":" not in name and "\\" not in name and os.path.isabs(target)
            if not local or not file.is_relative_to(folder):
                raise InputError(
                    f"{path} wants {name[:80]!r}; only files in its own folder are read"
                )
            if target in seen or not file.exists():
                continue
            seen.add(target)
            if len(seen) > MAX_LAYERS:
                raise InputError(f"{path} is made of more than {MAX_LAYERS} files")
            if file.suffix.lower() in SUFFIXES:
                waiting += filter(None, [Sdf.Layer.FindOrOpen(target)])
