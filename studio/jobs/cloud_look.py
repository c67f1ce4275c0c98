"""`CloudLook`: what a person did to the object, as pictures show it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from render.gaussians import GaussianCloud
from render.spherical_harmonics import rgb_to_sh0
from sim.object_edit import IN_PLACE, UNEDITED, ObjectEdit, ObjectPose
from sim.scene.checks import Quat, Vec3
from studio.state.bitmask import BitMask

SELECTED_COLOR = (1.0, 0.66, 0.1)
"""sRGB that selected Gaussians are tinted with."""
PREVIEW_COLOR = (1.0, 0.16, 0.3)
"""sRGB that Gaussians are tinted with that would be selected or removed."""
TINT = 0.62
"""Share of the tint in the colour."""


@dataclass(frozen=True, slots=True)
class FurtherBody:
    """A body that stands beside the object at rest."""

    project: Path
    """Folder that holds its cloud; the object's own for a copy of it."""
    gaussian_count: int
    """Gaussians of its cloud."""
    position_m: Vec3
    """Where its centre is [m]."""
    rotation: Quat
    """Turn about its centre, wxyz."""
    edit: ObjectEdit = UNEDITED
    """What was done to the object, for a copy of it; of its place only the size counts."""


@dataclass(frozen=True, slots=True)
class CloudLook:
    """Pose, marks and what stands beside; equal looks give equal pictures."""

    pose: ObjectPose = IN_PLACE
    """Where the object at rest was put; takes already lie where they were simulated."""
    unseen: BitMask | None = None
    """Gaussians that are not drawn."""
    selected: BitMask | None = None
    """Gaussians that are tinted."""
    preview: BitMask | None = None
    """Gaussians that are tinted more strongly."""
    bodies: tuple[FurtherBody, ...] = ()
    """What stands beside the object at rest; their Gaussians follow those of the object."""

    @property
    def tint(self) -> CloudLook:
        """What of the look changes colours."""
        return CloudLook(selected=self.selected, preview=self.preview, bodies=self.bodies)

    @property
    def further_count(self) -> int:
        """Gaussians of all bodies beside the object."""
        return sum(body.gaussian_count for body in self.bodies)


PLAIN_LOOK = CloudLook()


def dressed(cloud: GaussianCloud, look: CloudLook) -> GaussianCloud:
    """The object as a look shows it; marks for another number of Gaussians are left out.

    Args:
        cloud: N Gaussians in the world [m].
        look: Pose and marks.
    """
    pose = look.pose
    if pose != IN_PLACE:
        turned = cloud.scaled(pose.scale) if pose.scale != 1 else cloud
        shift = np.array(pose.translation_m, np.float32)
        cloud = turned.transformed(pose.matrix.astype(np.float32), shift)
    gone = marks(look.unseen, cloud.gaussian_count)
    if gone is not None:
        cloud = replace(cloud, opacities=np.where(gone, np.float32(0), cloud.opacities))
    for mask, color in ((look.selected, SELECTED_COLOR), (look.preview, PREVIEW_COLOR)):
        chosen = marks(mask, cloud.gaussian_count)
        if chosen is not None:
            cloud = replace(cloud, sh_coeffs=_tinted(cloud.sh_coeffs, chosen, color))
    return cloud


def marks(mask: BitMask | None, gaussian_count: int) -> npt.NDArray[np.bool_] | None:
    """Marks as an array of shape [N]; None where nothing or another cloud is marked."""
    if mask is None or mask.count != gaussian_count:
        return None
    return mask.array()


def _tinted(
    sh_coeffs: npt.NDArray[np.float32],
    chosen: npt.NDArray[np.bool_],
    color: tuple[float, float, float],
) -> npt.NDArray[np.float32]:
    tinted = sh_coeffs.copy()
    tinted[chosen] *= np.float32(1 - TINT)
    tinted[chosen, 0] += TINT * rgb_to_sh0(np.array(color))
    return tinted


class Wardrobe:
    """Keeps the cloud that was dressed last, so that a turning camera dresses nothing."""

    def __init__(self) -> None:
        self._last: tuple[GaussianCloud, CloudLook, GaussianCloud] | None = None

    def dressed(self, cloud: GaussianCloud, look: CloudLook) -> GaussianCloud:
        """See `dressed`."""
        look = replace(look, bodies=())
        if look == PLAIN_LOOK:
            return cloud
        last = self._last
        if last is None or last[0] is not cloud or last[1] != look:
            self._last = (cloud, look, dressed(cloud, look))
        return (self._last or (cloud, look, cloud))[2]
