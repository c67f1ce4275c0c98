"""The solid that several views show, predicted on a coarse lattice."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from scipy import ndimage

from models import EMBEDDED_FOLDER
from models.checkpoint import load_weights
from models.nets.cell_net import CellNet
from models.view_fusion.cell_context import CONTEXT_FEATURES, with_context
from models.view_fusion.lattice_features import OUTSIDE, ViewLattice
from render.errors import InputError

FloatArray = npt.NDArray[np.float32]

SOLID_WEIGHTS = "solid.safetensors"
HIDDEN = 64
LOGITS_A_CELL = 4.0
"""Rise of the logit over the width of a cell across a surface, as the targets are made."""
_POSSIBLE_LOGIT = -3.0
_DEEPEST_LOGIT = 8.0
_LEANING = 0.7
"""Added to the logits: an empty cell that is full costs a silhouette more than the reverse."""


@dataclass(frozen=True, slots=True, eq=False)
class CoarseSolid:
    """Logits of matter on a lattice."""

    lattice: ViewLattice
    """The cells."""
    logits: FloatArray
    """Positive inside, shape [CELLS, CELLS, CELLS]."""

    def insideness(self, points: FloatArray) -> FloatArray:
        """Signed distance to the solid's surface, positive inside [m], shape [N].

        Args:
            points: World points [m], shape [N, 3].
        """
        at = self.lattice.indices(points)
        logits = ndimage.map_coordinates(self.logits, at, order=1, mode="nearest", prefilter=False)
        return np.asarray(logits * np.float32(self.lattice.pitch / LOGITS_A_CELL), np.float32)

    def bounds(self) -> FloatArray:
        """Lower and upper corner [m] of what may hold matter, shape [2, 3].

        Raises:
            InputError: If nothing may.
        """
        possible = self.logits.reshape(-1) > _POSSIBLE_LOGIT
        if not possible.any():
            raise InputError(
                "no point of space lies inside the masks of all views; poses, lenses and masks do "
                "not belong together"
            )
        points = self.lattice.points()[possible]
        margin = 0.5 * self.lattice.pitch
        return np.stack([points.min(axis=0) - margin, points.max(axis=0) + margin])


class SolidPredictor:
    """Features of a lattice to the solid in it."""

    def __init__(self, net: CellNet) -> None:
        self._net = net

    @staticmethod
    def load(path: Path) -> SolidPredictor:
        """Open trained weights.

        Raises:
            CheckpointError: If the file is missing, damaged or holds another network.
        """
        net = CellNet(CONTEXT_FEATURES, HIDDEN)
        load_weights(net, path)
        return SolidPredictor(net.eval().requires_grad_(False))

    def predict(self, features: FloatArray, lattice: ViewLattice) -> CoarseSolid:
        """The solid on a lattice from its features [FEATURES, CELLS, CELLS, CELLS]."""
        cells = np.flatnonzero(features[0].reshape(-1) > OUTSIDE)
        rows = torch.from_numpy(np.ascontiguousarray(with_context(features)[:, cells].T))
        logits = np.full(features[0].size, np.float32(-_DEEPEST_LOGIT))
        with torch.inference_mode():
            found = self._net(rows).numpy() + np.float32(_LEANING)
        logits[cells] = found.clip(-_DEEPEST_LOGIT, _DEEPEST_LOGIT)
        return CoarseSolid(lattice, logits.reshape(features[0].shape))


@lru_cache(maxsize=1)
def shipped_solid_predictor() -> SolidPredictor:
    """The predictor with the shipped weights."""
    return SolidPredictor.load(EMBEDDED_FOLDER / SOLID_WEIGHTS)
