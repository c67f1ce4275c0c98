"""`Scene`: what one step takes of one object, in the network's world."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from models.data.object_record import ObjectRecord
from models.physgm.cameras import normalized_cameras, ray_map
from models.physgm.config import PhysGMPreset
from models.physgm.pictures import on_white, prepared_view
from models.training.physgm.physics_targets import PhysicsTargets, physics_targets
from models.training.physgm.settings import ViewChoice
from render.camera import Camera, intrinsics_matrix
from render.errors import InputError

DoubleArray = npt.NDArray[np.float64]


class Scene(NamedTuple):
    """Tensors of one object, or of B objects with a leading dimension B."""

    pictures: Tensor
    """Input pictures on white, sRGB 0 to 1, shape [V, 3, S, S]."""
    rays: Tensor
    """Rays of the inputs: moment, then unit direction, shape [V, 6, S, S]."""
    origins: Tensor
    """Centres of the input cameras, shape [V, 3]."""
    targets: Tensor
    """Straight colour and coverage of the pictures compared, shape [T, 4, S, S]."""
    lenses: Tensor
    """fx, fy, cx, cy [px] of the target cameras, shape [T, 4]."""
    world_to_camera: Tensor
    """Poses of the target cameras in the network's world, shape [T, 4, 4]."""
    material: Tensor
    """Class 0 to 13, int64, shape []."""
    values: Tensor
    """Standardised log10 E, nu and log10 density, NaN where unknown, shape [3]."""

    def to(self, device: torch.device | str) -> Scene:
        """The same on another device; cameras stay on the CPU, where they are read."""
        return self._replace(
            **{
                name: part.to(device, non_blocking=True)
                for name, part in self._asdict().items()
                if name not in ("lenses", "world_to_camera")
            }
        )

    def first(self, count: int) -> Scene:
        """The first of B scenes."""
        return Scene(*(part[:count] for part in self))

    @property
    def physics(self) -> PhysicsTargets:
        """The labels."""
        return PhysicsTargets(self.material, self.values)

    def cameras(self, scene: int, preset: PhysGMPreset) -> list[Camera]:
        """Target cameras of one of B scenes."""
        side = self.targets.shape[-1]
        return [
            Camera(
                intrinsics_matrix(lens).astype(np.float32),
                pose.numpy(),
                side,
                side,
                near_plane=preset.near_plane,
                far_plane=preset.far_plane,
            )
            for lens, pose in zip(self.lenses[scene], self.world_to_camera[scene], strict=True)
        ]

    @property
    def target_pictures(self) -> Tensor:
        """Targets on white, shape [..., T, 3, S, S]."""
        return on_white(self.targets)


def stacked(scenes: Sequence[Scene]) -> Scene:
    """B scenes as one with a leading dimension B."""
    return Scene(*(torch.stack(parts) for parts in zip(*scenes, strict=True)))


def make_scene(
    record: ObjectRecord, preset: PhysGMPreset, views: ViewChoice, rng: np.random.Generator
) -> Scene:
    """Choose pictures of an object and express its cameras in the network's world.

    The world is that of the input cameras, its scale that of all target cameras, as the public
    training has it. Where an object has fewer pictures than targets are asked for, some are
    targets twice.

    Args:
        record: Pictures with cameras, and a label.
        preset: Picture size and number of inputs.
        views: How many targets, and how inputs are chosen.
        rng: Source of the choice.

    Raises:
        InputError: If the object has too few pictures, unusable cameras or no label.
    """
    if len(record.rgba) < preset.view_count:
        raise InputError(
            f"{record.source} has {len(record.rgba)} pictures, {preset.view_count} are needed; "
            "leave it out or lower preset.view_count"
        )
    inputs, targets = chosen_views(record.world_to_camera, preset.view_count, views, rng)
    try:
        frame = normalized_cameras(record.world_to_camera[inputs], record.world_to_camera[targets])
        squares, lenses = _squares(record, targets, preset)
    except InputError as error:
        raise InputError(f"{record.source}: {error}") from None
    physics = physics_targets(record.label())
    count, side = preset.view_count, preset.picture_px
    rays, origins = ray_map(lenses[:count], frame.camera_to_world, side, side)
    return Scene(
        pictures=on_white(squares[:count]),
        rays=rays,
        origins=origins,
        targets=squares,
        lenses=torch.from_numpy(lenses),
        world_to_camera=torch.from_numpy(
            _in_network_world(
                record.world_to_camera[targets], frame.turn, frame.centre, frame.scale
            )
        ),
        material=physics.material,
        values=physics.values,
    )


def _squares(
    record: ObjectRecord, places: Sequence[int], preset: PhysGMPreset
) -> tuple[Tensor, DoubleArray]:
    """Pictures as the network takes them, shape [T, 4, S, S], and their lenses, shape [T, 4]."""
    pictures, lenses = zip(
        *(
            prepared_view(
                record.rgba[at],
                record.intrinsics[at],
                preset.picture_px,
                straight=preset.straight_resize,
            )
            for at in places
        ),
        strict=True,
    )
    return torch.from_numpy(np.stack(pictures)).movedim(3, 1), np.stack(lenses)


def chosen_views(
    world_to_camera: DoubleArray, count: int, views: ViewChoice, rng: np.random.Generator
) -> tuple[list[int], list[int]]:
    """Input pictures and target pictures; the targets begin with the inputs.

    Args:
        world_to_camera: Poses of all pictures, shape [P, 4, 4].
        count: Number of inputs V.
        views: Number of targets and rule of the inputs.
        rng: Source of the choice.
    """
    order = [int(at) for at in rng.permutation(len(world_to_camera))]
    inputs = order[:count]
    if views.choice == "spread":
        centres = np.asarray(np.linalg.inv(world_to_camera)[:, :3, 3], np.float64)
        inputs = _far_apart(centres, order[0], count)
    others = [at for at in order if at not in inputs]
    pool = (others + inputs) * views.targets
    return inputs, [*inputs, *pool[: views.targets - count]]


def _far_apart(places: DoubleArray, first: int, count: int) -> list[int]:
    """Places of which each is as far as possible from those chosen before."""
    chosen = [first]
    nearest = np.linalg.norm(places - places[first], axis=1)
    while len(chosen) < count:
        nearest[chosen] = -1
        chosen.append(int(nearest.argmax()))
        nearest = np.minimum(nearest, np.linalg.norm(places - places[chosen[-1]], axis=1))
    return chosen


def _in_network_world(
    world_to_camera: DoubleArray, turn: DoubleArray, centre: DoubleArray, scale: float
) -> npt.NDArray[np.float32]:
    """Poses after x -> scale turn (x - centre), rigid again, shape [T, 4, 4]."""
    outward = np.linalg.inv(world_to_camera)
    moved = outward.copy()
    moved[:, :3, :3] = turn @ outward[:, :3, :3]
    moved[:, :3, 3] = (outward[:, :3, 3] - centre) @ turn.T * scale
    return np.asarray(np.linalg.inv(moved), np.float32)
