"""From a photo to Gaussians and a distribution over physical materials."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from render.errors import InputError

if TYPE_CHECKING:
    from models.multiview.view_generator import ViewGenerator
    from models.predictor import Predictor

EMBEDDED = "embedded"
"""Name of the shipped model, and of the view generator that it makes."""
MV_ADAPTER = "mvadapter"
"""Name of the view generator that paints with MV-Adapter."""
EMBEDDED_FOLDER = Path(__file__).resolve().parents[1] / "resources" / "weights" / "embedded"
SHAPE_WEIGHTS = "shape.safetensors"
MATERIAL_WEIGHTS = "material.safetensors"
USUAL_PRECISION = "fp32"
"""Precision of PhysGM where none is named."""


def load_predictor(
    name_or_path: str | Path = EMBEDDED,
    *,
    device: str = "cpu",
    precision: str = USUAL_PRECISION,
    dino: Path | None = None,
    views_from: str = EMBEDDED,
    mvadapter_weights: Path | None = None,
) -> Predictor:
    """Open a model.

    Args:
        name_or_path: "embedded", a folder with the embedded model's two weights files, or a
            checkpoint of PhysGM.
        device: Torch device of PhysGM; the embedded model runs on the CPU.
        precision: Precision of PhysGM: "fp32", "bf16" or "fp16".
        dino: DINOv3's weights where a PhysGM checkpoint has none.
        views_from: What makes the views of a photo that PhysGM wants besides: "embedded" or
            "mvadapter".
        mvadapter_weights: Folder with MV-Adapter's weights.

    Raises:
        InputError: If there is no such model, its weights do not fit, or an option is not its own.
    """
    path = Path(name_or_path)
    if str(name_or_path) == EMBEDDED or path.is_dir():
        options = {
            "a precision": precision != USUAL_PRECISION,
            "DINOv3 weights": dino is not None,
            "a view generator": views_from != EMBEDDED or mvadapter_weights is not None,
        }
        _refuse([what for what, given in options.items() if given])
        return _embedded(EMBEDDED_FOLDER if str(name_or_path) == EMBEDDED else path)
    if not path.is_file():
        raise InputError(
            f"no model {name_or_path}; use {EMBEDDED}, a folder with both of its weights files or "
            "a PhysGM checkpoint"
        )
    painter = _painter_weights(views_from, mvadapter_weights)
    from models.physgm.precision import Precision
    from models.physgm.predictor import PhysGMPredictor

    return PhysGMPredictor.load(
        path,
        dino=dino,
        precision=Precision.named(precision),
        device=device,
        open_generator=lambda: _generator(painter, device),
    )


def _refuse(options: list[str]) -> None:
    """Refuse options that the embedded model does not have."""
    if options:
        raise InputError(
            f"the embedded model takes no choice of {options[0]}; leave it out or name a PhysGM "
            "checkpoint"
        )


def _painter_weights(views_from: str, mvadapter_weights: Path | None) -> Path | None:
    """Folder with MV-Adapter's weights where it makes the views; None: the embedded model does."""
    if views_from not in (EMBEDDED, MV_ADAPTER):
        raise InputError(f"unknown view generator {views_from!r}; use {EMBEDDED} or {MV_ADAPTER}")
    if views_from == MV_ADAPTER and mvadapter_weights is None:
        raise InputError(
            "views by MV-Adapter need its weights: name their folder with --mvadapter-weights"
        )
    if views_from == EMBEDDED and mvadapter_weights is not None:
        raise InputError("MV-Adapter's weights are of no use unless --views-from is mvadapter")
    return mvadapter_weights


def _embedded(folder: Path) -> Predictor:
    for name in (SHAPE_WEIGHTS, MATERIAL_WEIGHTS):
        if not (folder / name).is_file():
            raise InputError(
                f"model {folder} has no {name}; use {EMBEDDED} or a folder with both weights"
            )
    from models.embedded_predictor import EmbeddedPredictor

    return EmbeddedPredictor.load(folder)


def _generator(mvadapter_weights: Path | None, device: str) -> ViewGenerator:
    """MV-Adapter where its weights are given, else the embedded model."""
    if mvadapter_weights is not None:
        from models.multiview.mvadapter_views import MvAdapterViews

        return MvAdapterViews.load(mvadapter_weights, device=device)
    from models.multiview.embedded_views import EmbeddedViews

    return EmbeddedViews.load(EMBEDDED_FOLDER)
