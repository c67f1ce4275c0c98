"""`ObjectRecord`: pictures, cameras and label of one object, as training streams them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.data.object_folder import ObjectFolder
from models.data.object_poses import PosedPicture
from models.data.physics_label import LABEL_FILES, PhysicsLabel, label_file, read_label
from render.errors import InputError

PictureChoice = Callable[[int, np.random.Generator], Sequence[int]]
"""Chooses pictures: the number that an object has and a generator in, their places out."""


@dataclass(frozen=True, slots=True, eq=False)
class ObjectRecord:
    """V pictures of one object with their cameras and its label."""

    key: str
    """Name of the object, `folder/name` for those of `data build`."""
    rgba: npt.NDArray[np.uint8]
    """Straight sRGB colour and coverage, shape [V, H, W, 4]."""
    intrinsics: npt.NDArray[np.float64]
    """fx, fy, cx, cy [px], shape [V, 4]."""
    world_to_camera: npt.NDArray[np.float64]
    """Rigid poses, OpenCV axes, lengths in the units of the poses, shape [V, 4, 4]."""
    physics: PhysicsLabel | None
    """Label; None where nobody gave one."""
    source: str
    """Where it was read, for messages."""

    def label(self) -> PhysicsLabel:
        """The label.

        Raises:
            InputError: If it has none; the message names the file that lacks it.
        """
        if self.physics is None:
            raise InputError(
                f"{self.source} has no label: {LABEL_FILES[0]} is missing; ask for one with "
                "`data annotate` or leave the object out"
            )
        return self.physics


def folder_record(
    shown: ObjectFolder,
    *,
    choose: PictureChoice | None = None,
    rng: np.random.Generator | None = None,
) -> ObjectRecord:
    """The record of an object's folder.

    Args:
        shown: The folder.
        choose: Which pictures to read; None reads all.
        rng: What `choose` draws from; None starts a generator of seed 0.

    Raises:
        InputError: If a picture or the label is unusable; the message names the file.
    """
    places = chosen_places(len(shown.pictures), choose, rng or np.random.default_rng(0))
    physics = read_label(shown.folder) if label_file(shown.folder) else None
    key = shown.description.id if shown.description else shown.scene_name
    pictures = [(shown.pictures[place], shown.rgba(place)) for place in places]
    return assembled(key, pictures, physics, str(shown.folder))


def chosen_places(
    count: int, choose: PictureChoice | None, rng: np.random.Generator
) -> tuple[int, ...]:
    """Places of the pictures to read among `count`."""
    return tuple(range(count)) if choose is None else tuple(choose(count, rng))


def assembled(
    key: str,
    pictures: Sequence[tuple[PosedPicture, npt.NDArray[np.uint8]]],
    physics: PhysicsLabel | None,
    source: str,
) -> ObjectRecord:
    """A record of pictures that were read.

    Raises:
        InputError: If they differ in size.
    """
    cameras = [posed.camera for posed, _ in pictures]
    sizes = sorted({(camera.width, camera.height) for camera in cameras})
    if len(sizes) != 1:
        listed = ", ".join(f"{width}x{height}" for width, height in sizes) or "none"
        raise InputError(f"{source}: pictures must have one size, found {listed}; render them anew")
    lenses = [camera.K[[0, 1, 0, 1], [0, 1, 2, 2]] for camera in cameras]
    return ObjectRecord(
        key,
        np.stack([rgba for _, rgba in pictures]),
        np.stack(lenses).astype(np.float64),
        np.stack([camera.world_to_camera for camera in cameras]).astype(np.float64),
        physics,
        source,
    )
