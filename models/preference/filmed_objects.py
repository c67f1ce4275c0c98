"""Filmed clips as references: candidates of a photo, simulated in the world of a clip of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from models.checkpoint import CheckpointError
from models.preference.compared_sets import SetRequest
from models.preference.comparisons import check_spread
from models.preference.rollouts import Asked, Rollout, RolloutStore, rollout_key
from models.preference.world import WorldSettings
from render.errors import InputError
from render.progress import ProgressCallback
from sim.physics_distribution import PhysicsDistribution
from sim.project import CLOUD_NAME, Project
from sim.sweep.executor import Executor

if TYPE_CHECKING:
    from models.reference.film_reference import FilmReference

_NAME_DIGITS = 12
_SEED_DIGITS = 8


@dataclass(frozen=True, slots=True)
class FilmedObject:
    """A clip, and the project of the object that falls in it."""

    project: Project
    """Made from the clip's first picture, or from a photo of the object as it is there."""
    clip: Path
    """Video file."""
    read: Callable[[ProgressCallback], FilmReference]
    """Reads the clip; raises `InputError` where it shows no such object."""

    @property
    def name(self) -> str:
        """Name that tells clip and object by what their files hold.

        Raises:
            InputError: If the clip cannot be read.
        """
        digest = hashlib.sha256()
        for file in (self.clip, self.project.path / CLOUD_NAME):
            try:
                digest.update(file.read_bytes())
            except OSError as error:
                raise InputError(f"{file} cannot be read: {error.strerror}") from None
        return f"film-{digest.hexdigest()[:_NAME_DIGITS]}"

    def physics(self, checkpoint: str) -> PhysicsDistribution:
        """What the model alone says of the photo.

        Args:
            checkpoint: SHA-256 of the model's weights.

        Raises:
            InputError: If the project has no photo, or the model predicts without spread.
            CheckpointError: If another model predicted it.
        """
        manifest, path = self.project.manifest, self.project.path
        physics = manifest.unadapted_physics
        if physics is None or self.project.photo_path is None:
            raise InputError(
                f"{path} has no photo with a predicted material, whose candidates a clip could "
                "judge; predict it from the clip's first picture"
            )
        if manifest.checkpoint != checkpoint:
            raise CheckpointError(
                f"{path} was predicted by other weights than those of the config's model; predict "
                "it again with that model, or name its own in the config"
            )
        check_spread(physics)
        return physics


def simulate_films(
    films: Sequence[FilmedObject],
    settings: WorldSettings,
    checkpoint: str,
    folder: Path,
    executor: Executor,
    progress: ProgressCallback,
) -> tuple[Rollout, ...]:
    """Simulate candidates in the worlds of clips; clips that are done are not read again.

    All clips are read before anything is simulated, so that one that cannot be used costs nothing.

    Args:
        films: Clips with their objects.
        settings: Number, seed and quality of the candidates; all else is told by the clips.
        checkpoint: SHA-256 of the model's weights.
        folder: Where results are kept as they come.
        executor: Carries out the runs.
        progress: Told stage and share.

    Raises:
        InputError: If a clip or project cannot be used, or the folder holds other rollouts.
        CancelledError: If `progress` raised it; clips that are done stay.
    """
    known = {film.name: (film, film.physics(checkpoint)) for film in films}
    if len(known) < len(films):
        raise InputError("a clip is named twice; name each clip once")

    def asked(done: Collection[str]) -> Iterator[Asked]:
        missing = [name for name in known if name not in done]
        references = {name: known[name][0].read(progress) for name in missing}
        for name, film in references.items():
            filmed, physics = known[name]
            stream = [settings.candidate_seed, int(name[-_SEED_DIGITS:], 16)]
            samples = physics.sample(np.random.default_rng(stream), settings.candidates)
            request = SetRequest(name, filmed.project.cloud(), samples, film=film)
            yield Asked(physics.mean().material_class, physics, request)

    values = {
        "source": "filmed clips",
        "candidates": settings.candidates,
        "candidate_seed": settings.candidate_seed,
        "quality": settings.quality,
        "checkpoint": checkpoint,
    }
    store = RolloutStore(folder, rollout_key(values))
    done = store.simulate(asked, settings.quality, executor, progress, count=len(known))
    return tuple(done[name] for name in known)
