"""`BodyShelf`: puts further bodies beside the object at rest, for pictures before a simulation."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.formats.joined_clouds import joined
from render.gaussians import GaussianCloud
from sim.object_edit import Placing
from sim.project import CLOUD_NAME, Project
from studio.jobs.cloud_look import FurtherBody
from studio.jobs.scene_files import Stamp, stamp_of

_LIMIT = 8
"""Clouds kept in their own frames."""


class BodyShelf:
    """Keeps the clouds of bodies, and the last scene, so that a turning camera joins nothing."""

    def __init__(self) -> None:
        self._clouds: OrderedDict[tuple[Path, Stamp | None], GaussianCloud] = OrderedDict()
        self._last: tuple[GaussianCloud, tuple[FurtherBody, ...], GaussianCloud] | None = None

    def beside(self, cloud: GaussianCloud, bodies: tuple[FurtherBody, ...]) -> GaussianCloud:
        """The object's Gaussians, then those of the bodies, with as many colour bands as it has.

        Args:
            cloud: The object in the world [m].
            bodies: What stands beside it.

        Raises:
            InputError: If a body cannot be read, or is another than the one described.
        """
        if not bodies:
            return cloud
        last = self._last
        if last is None or last[0] is not cloud or last[1] != bodies:
            self._last = (cloud, bodies, self._joined(cloud, bodies))
        return (self._last or (cloud, bodies, cloud))[2]

    def _joined(self, cloud: GaussianCloud, bodies: Sequence[FurtherBody]) -> GaussianCloud:
        bands = cloud.sh_coeffs.shape[1]
        placed = (_with_bands(self._placed(body), bands) for body in bodies)
        return joined((cloud, *placed))

    def _placed(self, body: FurtherBody) -> GaussianCloud:
        key = (body.project, stamp_of(body.project / CLOUD_NAME))
        if key not in self._clouds:
            self._clouds[key] = Project.open(body.project).cloud()
            if len(self._clouds) > _LIMIT:
                self._clouds.popitem(last=False)
        cloud = self._clouds[key]
        if cloud.gaussian_count != body.gaussian_count:
            raise InputError(f"{body.project.name} has changed on disk; open the project again")
        placing = Placing.at(cloud, body.position_m, body.rotation, body.edit.pose.scale)
        return placing.applied(body.edit.kept(cloud))


def _with_bands(cloud: GaussianCloud, bands: int) -> GaussianCloud:
    """The cloud with that many spherical-harmonic coefficients: cut, or filled up with zeros."""
    coefficients: npt.NDArray[np.float32] = cloud.sh_coeffs[:, :bands]
    missing = bands - coefficients.shape[1]
    if missing:
        coefficients = np.pad(coefficients, ((0, 0), (0, missing), (0, 0)))
    return GaussianCloud(cloud.means, cloud.quats, cloud.scales, cloud.opacities, coefficients)
