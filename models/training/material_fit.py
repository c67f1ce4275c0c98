"""Fit the material head to features of labelled pictures."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from models.data.group_folds import folds
from models.data.labelled_features import LabelledFeatures
from models.material_config import MaterialConfig
from models.nets.head_blend import Blend
from models.nets.joint_ensemble import CLASS_COUNT, HeadShape, JointEnsemble
from models.nets.name_evidence import name_evidence, usual_shares
from models.nets.physics_head import PhysicsHead
from models.threads import one_thread
from models.training.material_calibration import fitted_blend, joined, starting_blend
from models.training.material_ensemble import Share, train_ensembles
from models.training.material_table import class_table, whitening
from models.training.material_targets import Targets
from models.training.thing_materials import thing_materials
from sim.physics_distribution import PhysicsDistribution

_INPUTS = ("features", "log_probabilities")
_LOGISTIC_ITERATIONS = 60
_WHITENING_STRIDE = 4
_STRIDE = 2
"""Every n-th picture serves logistic regression and blend: those of one object are alike."""


def fit_head(
    real: LabelledFeatures,
    priors: PhysicsDistribution,
    config: MaterialConfig,
    seed: int,
    *,
    procedural: LabelledFeatures | None = None,
) -> PhysicsHead:
    """Fit every part of the head; the same seed and data give the same head.

    The blend (shares, temperature, scales) is fitted to real objects that helpers of the same
    recipe, one for each inner fold of families, have not seen.

    Args:
        real: Real training objects.
        priors: Published values of each class, for classes with little or no data.
        config: Recipe.
        seed: Seed of the initial weights, the noise and the inner folds.
        procedural: Procedural training objects; they teach classes and looks, not shares.
    """
    with one_thread():
        torch.manual_seed(seed)
        return _Fit(real, procedural, priors, config).head(seed)


class _Fit:
    """Everything that the heads of one fit share: whitened pictures, evidence, labels, recipe."""

    def __init__(
        self,
        real: LabelledFeatures,
        procedural: LabelledFeatures | None,
        priors: PhysicsDistribution,
        config: MaterialConfig,
    ) -> None:
        self._priors, self._config = priors, config
        self._floor = torch.from_numpy(priors.probabilities).float()
        self._targets = Targets.of(real, procedural, priors, config)
        self._whitenings = [
            _whitened(real, procedural, name, self._targets, config.components) for name in _INPUTS
        ]
        components = [
            (_pictures(real, procedural, name) - mean) @ basis
            for name, (mean, basis) in zip(_INPUTS, self._whitenings, strict=True)
        ]
        self._pictures = torch.cat(components, dim=2)  # [N, V, D]
        named, weights = torch.from_numpy(real.log_probabilities), self._targets.weights
        self._usual = usual_shares(named, weights[: len(named)], thing_materials())
        self._evidence = name_evidence(named, thing_materials(), self._usual)

    def head(self, seed: int) -> PhysicsHead:
        """The head of all objects, blended by what the helpers of the inner folds say."""
        config = self._config
        fold_of = self._inner_folds(seed)
        shares = [self._share(torch.ones(len(fold_of), dtype=torch.bool), config.members)]
        for fold in range(config.inner_folds):
            shares.append(self._share(fold_of != fold, config.inner_members))
        ensembles = train_ensembles(shares, self._pictures, self._targets, config)
        blend = starting_blend()
        if len(shares) > 1:
            helpers = zip(shares[1:], ensembles[1:], strict=True)
            heads = [self._assembled(share, ensemble, blend) for share, ensemble in helpers]
            blend = self._blend(heads, fold_of)
        return self._assembled(shares[0], ensembles[0], blend).eval().requires_grad_(False)

    def _inner_folds(self, seed: int) -> Tensor:
        """Inner fold of each object, -1 for procedural ones, which are never held out."""
        fold_of = torch.full((len(self._targets.classes),), -1)
        families = self._targets.families
        if self._config.inner_folds:
            inner = folds(families, seed, self._config.inner_folds)
            fold_of[: self._targets.real_count] = torch.from_numpy(inner)
        return fold_of

    def _share(self, kept: Tensor, members: int) -> Share:
        """Some objects with the class table of the real ones among them."""
        targets = self._targets
        real = kept & (torch.arange(len(kept)) < targets.real_count)
        table = class_table(
            targets.classes[real],
            targets.values[real],
            targets.weights[real],
            self._priors,
            self._config.prior_strength,
        )
        return Share(targets.weights * kept, table, members)

    def _assembled(self, share: Share, ensemble: JointEnsemble, blend: Blend) -> PhysicsHead:
        """Head of one share of the objects."""
        config, table = self._config, share.table
        shape = HeadShape(2 * config.components, config.hidden, config.value_hidden, share.members)
        head = PhysicsHead(shape)
        (head.feature_mean, head.feature_basis), second = self._whitenings
        head.log_probability_mean, head.log_probability_basis = second
        head.thing_materials.copy_(thing_materials())
        head.usual_shares = self._usual
        head.class_shares, head.class_means, head.class_stds = table.shares, table.means, table.stds
        head.class_trust, head.spread, head.floor_shares = table.trust, table.spread, self._floor
        head.decision_exponent.fill_(config.decision_exponent)
        head.ensemble = ensemble
        head.ensemble.dropout = 0.0
        head.set_blend(blend)
        head.requires_grad_(False)
        self._fit_logistic(head, share)
        return head.eval()

    def _fit_logistic(self, head: PhysicsHead, share: Share) -> None:
        kept = share.weights > 0
        pictures = self._pictures[kept, ::_STRIDE]
        views = pictures.shape[1]
        matrix, bias = _logistic(
            pictures.flatten(0, 1),
            self._targets.beliefs[kept].repeat_interleave(views, 0),
            share.weights[kept].repeat_interleave(views),
            self._config.logistic_decay,
        )
        head.logistic.copy_(matrix)
        head.logistic_bias.copy_(bias)

    def _blend(self, heads: list[PhysicsHead], fold_of: Tensor) -> Blend:
        """Blend that is best for objects that the helper of their fold has not seen."""
        targets, pictures = self._targets, self._pictures[:, ::_STRIDE]
        evidence = self._evidence[:, ::_STRIDE]
        views = pictures.shape[1]
        rows = [torch.nonzero(fold_of == fold)[:, 0] for fold in range(len(heads))]
        parts = [
            head.parts(pictures[chosen].flatten(0, 1), evidence[chosen].flatten(0, 1))
            for head, chosen in zip(heads, rows, strict=True)
        ]
        order = torch.cat(rows).repeat_interleave(views)
        return fitted_blend(
            joined(parts), targets.classes[order], targets.values[order], targets.weights[order]
        )


def _whitened(
    real: LabelledFeatures,
    procedural: LabelledFeatures | None,
    name: str,
    targets: Targets,
    count: int,
) -> tuple[Tensor, Tensor]:
    """Whitening of one kind of features; every object weighs what it weighs in the losses."""
    rows, weights = [], []
    own = targets.weights[: targets.real_count], targets.weights[targets.real_count :]
    strides = (_WHITENING_STRIDE, 1)
    for part, weight, stride in zip((real, procedural), own, strides, strict=True):
        if part is not None:
            seen = torch.from_numpy(getattr(part, name)[:, ::stride])
            rows.append(seen.flatten(0, 1))
            weights.append((weight / seen.shape[1]).repeat_interleave(seen.shape[1]))
    return whitening(torch.cat(rows), torch.cat(weights), count)


def _pictures(real: LabelledFeatures, procedural: LabelledFeatures | None, name: str) -> Tensor:
    """Features of all objects with as many pictures each, repeated where there are fewer.

    Returns:
        Shape [N, V, D].
    """
    parts = [torch.from_numpy(getattr(real, name))]
    if procedural is not None:
        fewer = torch.from_numpy(getattr(procedural, name))
        order = torch.arange(parts[0].shape[1]) % fewer.shape[1]
        parts.append(fewer[:, order])
    return torch.cat(parts)


def _logistic(
    components: Tensor, beliefs: Tensor, weights: Tensor, decay: float
) -> tuple[Tensor, Tensor]:
    """Penalised multinomial logistic regression: matrix [D, 14] and bias [14]."""
    matrix = torch.zeros(components.shape[1], CLASS_COUNT, requires_grad=True)
    bias = torch.zeros(CLASS_COUNT, requires_grad=True)
    share = weights / weights.sum()
    optimiser = torch.optim.LBFGS(
        [matrix, bias], max_iter=_LOGISTIC_ITERATIONS, line_search_fn="strong_wolfe"
    )

    def closure() -> Tensor:
        optimiser.zero_grad()
        losses = -(beliefs * functional.log_softmax(components @ matrix + bias, dim=1)).sum(1)
        loss: Tensor = (share * losses).sum() + decay * (matrix**2).sum()
        loss = loss + 1e-3 * (bias**2).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    return matrix.detach(), bias.detach()
