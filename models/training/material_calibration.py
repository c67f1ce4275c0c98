"""Fits the head's blend to objects that its parts were not fitted to."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from models.nets.head_blend import Blend, HeadParts, blended
from models.nets.physics_law import HeadOutput, value_log_density

_ITERATIONS = 40
_PULL = 1.0
"""Weight of the squared distance from the starting point, in logits and logarithms: the helpers
learn from fewer objects than the head and err a little more than it does."""
_START = {"network_share": 0.7, "floor": 0.02, "table_share": 0.15}
_DECIDED_IN_LOGS = ("evidence_weight", "temperature", "value_scale")


def starting_blend() -> Blend:
    """The blend that the fit starts from and is pulled towards."""
    return _as_blend(_starting_point())


def fitted_blend(parts: HeadParts, classes: Tensor, values: Tensor, weights: Tensor) -> Blend:
    """Blend with the least negative log likelihood of class and of each value on its own.

    Values are judged by their mixture over all classes, as their intervals are used. One
    temperature: Guo et al., ICML 2017; the scales are its counterpart for regression.

    Args:
        parts: What the parts say of R pictures of objects they have not seen.
        classes: True classes, shape [R].
        values: True log10 E, nu, log10 rho, shape [R, 3].
        weights: Weight of each picture, shape [R].
    """
    start = _starting_point()
    point = {name: tensor.clone().requires_grad_(True) for name, tensor in start.items()}
    share = weights / weights.sum()
    optimiser = torch.optim.LBFGS(
        list(point.values()), max_iter=_ITERATIONS, line_search_fn="strong_wolfe"
    )

    def closure() -> Tensor:
        optimiser.zero_grad()
        output = blended(parts, _as_blend(point))
        chosen = output.class_probabilities.gather(1, classes[:, None])[:, 0]
        lost = -chosen.log() - marginal_log_density(output, values).sum(1)
        pull = torch.stack([((point[name] - start[name]) ** 2).sum() for name in start]).sum()
        loss: Tensor = (share * lost).sum() + _PULL * pull
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    return _as_blend({name: tensor.detach() for name, tensor in point.items()})


def marginal_log_density(output: HeadOutput, values: Tensor) -> Tensor:
    """Log density of each value over all classes, shape [R, 3]; class probabilities are fixed."""
    logs = value_log_density(values[:, None], output.means, output.stds)
    return torch.logsumexp(output.class_probabilities.detach().log()[..., None] + logs, dim=1)


def joined(parts: list[HeadParts]) -> HeadParts:
    """The parts' answers to several sets of pictures as one, with a table for each picture."""
    networks = HeadOutput(*(torch.cat(c) for c in zip(*(p.networks for p in parts), strict=True)))
    return HeadParts(
        torch.cat([part.logistic for part in parts]),
        networks,
        torch.cat([part.table_means.expand_as(part.networks.means) for part in parts]),
        torch.cat([part.table_stds.expand_as(part.networks.stds) for part in parts]),
        parts[0].floor,
        torch.cat([part.evidence for part in parts]),
    )


def _starting_point() -> dict[str, Tensor]:
    """Unbounded coordinates of the starting blend."""
    logits = {name: math.log(share / (1 - share)) for name, share in _START.items()}
    return {
        "network_share": torch.tensor(logits["network_share"]),
        "floor": torch.tensor(logits["floor"]),
        "evidence_weight": torch.tensor(0.0),
        "temperature": torch.tensor(0.0),
        "table_share": torch.full((3,), logits["table_share"]),
        "value_scale": torch.zeros(3),
    }


def _as_blend(point: dict[str, Tensor]) -> Blend:
    return Blend(
        **{
            name: tensor.exp() if name in _DECIDED_IN_LOGS else tensor.sigmoid()
            for name, tensor in point.items()
        }
    )
