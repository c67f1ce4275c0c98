"""`Method`: something that rebuilds objects from a number of views, for a measurement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from models.embedded_predictor import EmbeddedPredictor
from models.evaluation.reconstruction_baselines import Reconstruct, baselines
from models.evaluation.reconstruction_protocol import INPUT_NAMES, InputViews
from render.errors import InputError
from render.gaussians import GaussianCloud

if TYPE_CHECKING:
    from models.predictor import Predictor
    from models.shape_predictor import ShapePredictor

POSED_VIEWS = 4
"""Views that models which need posed pictures are given where nothing is said."""


@dataclass(frozen=True, slots=True)
class Method:
    """A named way to rebuild objects."""

    name: str
    """Name in tables."""
    rebuild: Reconstruct | None
    """Views to Gaussians; None draws nothing."""
    input_count: int = 1
    """Views that it is given: 1, 2 or 4."""
    description: str = ""
    """How the model is used, in words."""


def embedded_method(shape: ShapePredictor, name: str = "embedded") -> Method:
    """A one-view model, told the camera."""

    def rebuild(inputs: InputViews) -> GaussianCloud:
        view, elevation = inputs.first, inputs.first_elevation_deg
        return shape.place_by_rig(view, elevation_deg=elevation, size_m=1.0).cloud

    return Method(name, rebuild, 1, "one view; distance, elevation and intrinsics are known")


def posed_method(predictor: Predictor, input_count: int) -> Method:
    """A model given posed views."""

    def rebuild(inputs: InputViews) -> GaussianCloud:
        return predictor.predict_posed(inputs.posed(), size_m=None).cloud

    said = f"{input_count} posed views; the poses' own scale is kept"
    return Method(predictor.name, rebuild, input_count, said)


def model_methods(predictor: Predictor, views: int | None = None) -> tuple[Method, ...]:
    """The model to measure; where the embedded one is given several, also with the first alone.

    Args:
        predictor: The embedded model or PhysGM.
        views: Input views, 1, 2 or 4; None takes one for the embedded model, else four.

    Raises:
        InputError: If the model needs more views.
    """
    if views is not None and views not in INPUT_NAMES:
        raise InputError(f"views must be {', '.join(map(str, INPUT_NAMES))}: {views}")
    if not isinstance(predictor, EmbeddedPredictor):
        if views not in (None, POSED_VIEWS):
            raise InputError(f"{predictor.name} takes {POSED_VIEWS} posed views, not {views}")
        return (posed_method(predictor, POSED_VIEWS),)
    single = embedded_method(predictor.shape, predictor.name)
    if views in (None, 1):
        return (single,)
    alone = replace(single, name=f"{predictor.name}_one_view")
    return (posed_method(predictor, views), alone)


def trivial_methods() -> tuple[Method, ...]:
    """Baselines; all use the first view alone."""
    table = (Method(name, rebuild) for name, rebuild in baselines().items())
    return (Method("blank", None), *table)
