"""Parts of one cloud with a material of their own.

A region chooses particles by a volume, or by marks on Gaussians; a particle belongs where its
nearest Gaussian does. Later regions win over earlier ones, and overlaps are reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from render.errors import InputError, damage_of
from render.gaussians import GaussianCloud
from sim.materials import MaterialParams
from sim.selections import MarkSelection, Selection, ShapeSelection, selection_from_json

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Region:
    """Part of a body with a material of its own."""

    selection: Selection
    """Which particles belong to it."""
    params: MaterialParams
    """Material of the part."""
    name: str = ""
    """Name for people; empty takes the region's number."""

    def to_json(self) -> dict[str, Any]:
        """Plain values, for `from_json`."""
        return {
            "selection": self.selection.to_json(),
            "params": self.params.to_json(),
            "name": self.name,
        }

    @staticmethod
    def from_json(values: dict[str, Any]) -> Region:
        """Region of `to_json`'s values.

        Raises:
            InputError: If a field is unknown, missing or out of range.
        """
        try:
            selection = selection_from_json(values["selection"])
            params = MaterialParams.from_json(values["params"])
            return Region(selection, params, str(values.get("name", "")))
        except (KeyError, TypeError, AttributeError) as error:
            raise InputError(f"a region cannot be read: {damage_of(error)}") from error

    def scaled(self, factor: float) -> Region:
        """The region after its cloud was scaled about the origin."""
        if factor == 1 or isinstance(self.selection, MarkSelection):
            return self
        return replace(self, selection=self.selection.scaled(factor))

    def moved(self, rotation: FloatArray, translation: FloatArray) -> Region:
        """The region after x → R x + t of its cloud."""
        if isinstance(self.selection, MarkSelection):
            return self
        return replace(self, selection=self.selection.moved(rotation, translation))


@dataclass(frozen=True, slots=True, eq=False)
class RegionMap:
    """Which material every particle of a body has."""

    material: IntArray
    """0 for the body's own material, k for that of the k-th region (from 1), shape [P]."""
    counts: tuple[int, ...]
    """Particles of the body's own material and of each region."""
    notes: tuple[str, ...]
    """Overlaps and empty regions, in words."""


def assign_regions(
    regions: Sequence[Region], cloud: GaussianCloud, positions: FloatArray
) -> RegionMap:
    """Give every particle its region.

    Args:
        regions: In order; later ones win.
        cloud: Cloud that the regions choose from, in the frame of the particles [m].
        positions: Particles at rest [m], shape [P, 3].

    Raises:
        InputError: If a mask or labels do not fit the cloud.
    """
    material = np.zeros(len(positions), np.int32)
    names = ["", *(region.name or f"region {k}" for k, region in enumerate(regions, start=1))]
    notes = []
    nearest = _nearest_gaussians(regions, cloud, positions)
    for number, region in enumerate(regions, start=1):
        chosen = _chosen(region.selection, positions, nearest)
        taken = np.bincount(material[chosen], minlength=number)
        notes += [
            f"{names[number]} takes {taken[k]} particles from {names[k]}, which it overlaps"
            for k in range(1, number)
            if taken[k]
        ]
        if not chosen.any():
            notes.append(f"{names[number]} holds no particle; move or enlarge it")
        material[chosen] = number
    counts = np.bincount(material, minlength=len(regions) + 1)
    return RegionMap(material, tuple(int(count) for count in counts), tuple(notes))


def _nearest_gaussians(
    regions: Sequence[Region], cloud: GaussianCloud, positions: FloatArray
) -> npt.NDArray[np.int64]:
    """Nearest Gaussian of every particle, shape [P]; empty when no region needs it."""
    from scipy.spatial import cKDTree

    marked = [r.selection for r in regions if isinstance(r.selection, MarkSelection)]
    for selection in marked:
        if selection.gaussian_count != cloud.gaussian_count:
            raise InputError(
                f"a region marks {selection.gaussian_count} Gaussians of a cloud that has "
                f"{cloud.gaussian_count}; choose the region anew"
            )
    if not marked:
        return np.empty(0, np.int64)
    _, nearest = cKDTree(cloud.means).query(positions)
    return np.asarray(nearest, np.int64)


def _chosen(
    selection: Selection, positions: FloatArray, nearest: npt.NDArray[np.int64]
) -> BoolArray:
    if isinstance(selection, ShapeSelection):
        return selection.contains(positions)
    return np.asarray(selection.marks()[nearest], bool)
