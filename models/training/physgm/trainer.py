"""`PhysGMTrainer`: one optimizer step after another on batches of scenes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from models.nets.physgm.physgm_net import PhysGMNet
from models.training.averaged_weights import AveragedWeights
from models.training.learning_rate import warm_cosine
from models.training.physgm.losses import weighted_sum
from models.training.physgm.optimizer import make_optimizer
from models.training.physgm.processes import Processes
from models.training.physgm.scene_loss import SceneLoss
from models.training.physgm.scene_stream import SceneBatch
from models.training.physgm.settings import Schedule
from models.training.physgm.step_guard import StepGuard, gradient_fault, loss_fault


class StepReport(NamedTuple):
    """What a step did in this process."""

    terms: dict[str, float]
    """Mean of each term of the loss over the step's batches, unweighted."""
    total: float
    """Weighted sum of the terms."""
    gradient_norm: float
    """Norm of the gradient before it was clipped; NaN in a skipped step."""
    learning_rate: float
    """Rate of the step."""


class PhysGMTrainer:
    """Network, averaged weights, optimizer and step counter of one process."""

    def __init__(
        self, net: PhysGMNet, loss: SceneLoss, schedule: Schedule, processes: Processes
    ) -> None:
        """Begin at step 0.

        Args:
            net: On the device of the process, the same in every process.
            loss: Terms of the loss.
            schedule: Optimizer and steps.
            processes: Those that train together.
        """
        self.net = net.train()
        self.loss = loss
        self.schedule = schedule
        self.processes = processes
        self.step = 0
        self.optimizer = make_optimizer(net, schedule)
        self.averaged = AveragedWeights(net, schedule.ema_decay)
        self.guard = StepGuard(schedule.faulty_steps)
        if schedule.recompute:
            net.recompute_activations()

    def advance(self, batches: Sequence[SceneBatch]) -> StepReport:
        """Take one step, or skip it where a loss or gradient is not finite in any process.

        Raises:
            FaultyStepsError: If too many steps in a row were skipped; the weights are the last good
                ones.
        """
        schedule = self.schedule
        rate = warm_cosine(
            self.step,
            peak=schedule.learning_rate,
            warmup_steps=schedule.warmup_steps,
            step_count=schedule.step_count,
        )
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.zero_grad(set_to_none=True)
        terms, fault = self._gradients(batches)
        norm = torch.tensor(float("nan"))
        if not self.processes.any(fault is not None):
            trained = [
                parameter for parameter in self.net.parameters() if parameter.grad is not None
            ]
            self.processes.average(
                [parameter.grad for parameter in trained if parameter.grad is not None]
            )
            norm = torch.nn.utils.clip_grad_norm_(trained, self.schedule.clip_norm)
            if not bool(norm.isfinite()):
                fault = gradient_fault(self.net) or "the gradient's norm overflows"
        elif fault is None:
            fault = "another process met a loss that is not finite"
        step = self.step
        self.step += 1
        if fault is not None:
            self.guard.skip(step, fault)
        else:
            self.optimizer.step()
            self.averaged.update(self.net, step)
            self.guard.passed()
        means = {name: float(value) for name, value in terms.items()}
        total = sum(getattr(self.loss.weights, name) * value for name, value in means.items())
        return StepReport(means, total, float(norm), rate)

    def _gradients(self, batches: Sequence[SceneBatch]) -> tuple[dict[str, Tensor], str | None]:
        """Gradients of the mean over the batches; mean terms and a fault, if there is one."""
        sums: dict[str, Tensor] = {}
        fault: str | None = None
        for batch in batches:
            terms, _ = self.loss.terms(self.net, batch.scenes.to(self.processes.device))
            fault = fault or loss_fault(terms, batch.keys)
            if fault is None:
                total = weighted_sum(terms, self.loss.weights) / len(batches)
                total.backward()  # type: ignore[no-untyped-call]
            for name, term in terms.items():
                sums[name] = sums.get(name, torch.zeros_like(term)) + term.detach()
        return {name: value / len(batches) for name, value in sums.items()}, fault
