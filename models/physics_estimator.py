"""`PhysicsEstimator`: from the view of an object to its distribution over materials."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import torch
from torch.nn import functional

from models.material_checkpoint import MaterialNet, load_material
from models.material_pictures import trunk_input
from models.nets.physics_law import HeadOutput
from models.novelty import NOVELTY_WARNING
from models.preprocess import ObjectView
from models.threads import one_thread
from sim.materials import MaterialClass
from sim.physics_distribution import PhysicsDistribution
from sim.project_manifest import NOVEL_FROM


class PhysicsReading(NamedTuple):
    """What trunk and head say of one picture."""

    physics: PhysicsDistribution
    """Material classes with stiffness, Poisson's ratio and density."""
    novelty: float | None
    """How unlike all learned pictures it is, 0 to 1; None where the weights cannot tell."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences for the user."""
        novel = self.novelty is not None and self.novelty >= NOVEL_FROM
        return (NOVELTY_WARNING,) if novel else ()


@dataclass(frozen=True, slots=True, eq=False)
class PhysicsEstimator:
    """Trunk and head; one picture gives one distribution, always the same."""

    net: MaterialNet
    """Trunk and head in evaluation mode."""

    @staticmethod
    def load(path: Path) -> PhysicsEstimator:
        """Read the weights.

        Raises:
            CheckpointError: If the file is missing, damaged or holds another network.
        """
        return PhysicsEstimator(load_material(path))

    def estimate(self, view: ObjectView) -> PhysicsDistribution:
        """Distribution over class, log10 E, nu and log10 rho of the object in a view."""
        return self.read(view).physics

    def read(self, view: ObjectView) -> PhysicsReading:
        """The distribution and, from the same pass of the trunk, how novel the picture is."""
        with one_thread(), torch.inference_mode():
            features, logits = self.net.trunk(trunk_input(torch.from_numpy(view.rgba)))
            log_probabilities = functional.log_softmax(logits, dim=1)
            output = self.net.head(features, log_probabilities)
            decided = self.net.head.decided_class(output.class_probabilities)
            score = self.net.novelty
            novelty = None if score is None else float(score(features, log_probabilities))
        return PhysicsReading(distributions(output, decided)[0], novelty)


def distributions(output: HeadOutput, decided: torch.Tensor) -> tuple[PhysicsDistribution, ...]:
    """The head's tensors as one distribution a picture.

    Args:
        output: Blended output for B pictures.
        decided: Class decided for, shape [B].
    """
    probabilities = output.class_probabilities.double().numpy()
    means, stds = output.means.numpy(), output.stds.numpy()
    return tuple(
        PhysicsDistribution(
            class_probabilities=row / row.sum(),
            log10_youngs_modulus_mean=mean[:, 0],
            log10_youngs_modulus_std=std[:, 0],
            poisson_mean=mean[:, 1],
            poisson_std=std[:, 1],
            log10_density_mean=mean[:, 2],
            log10_density_std=std[:, 2],
            point_class=MaterialClass(int(chosen)),
        )
        for row, mean, std, chosen in zip(probabilities, means, stds, decided, strict=True)
    )
