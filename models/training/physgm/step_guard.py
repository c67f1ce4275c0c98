"""What happens to steps without a finite gradient: skipped, counted, and in the end refused."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from torch import Tensor, nn

from render.errors import InputError

_log = logging.getLogger(__name__)
_SHOWN = 3


class FaultyStepsError(InputError):
    """Too many steps in a row had no finite gradient; the message names the last cause."""


class StepGuard:
    """Counts steps that were skipped."""

    def __init__(self, limit: int, skipped: int = 0) -> None:
        """Begin counting.

        Args:
            limit: Skipped steps in a row at which training ends.
            skipped: Steps skipped by the run that is continued.
        """
        self.limit = limit
        self.skipped = skipped
        """Steps skipped since the training began."""
        self._in_row = 0

    def passed(self) -> None:
        """Note that a step was taken."""
        self._in_row = 0

    def skip(self, step: int, cause: str) -> None:
        """Note that a step was left out.

        Raises:
            FaultyStepsError: If it was the last one that is tolerated in a row.
        """
        self.skipped += 1
        self._in_row += 1
        _log.warning("step %d skipped: %s", step, cause)
        if self._in_row >= self.limit:
            raise FaultyStepsError(
                f"training stopped at step {step}: {self._in_row} steps in a row had no finite "
                f"gradient; the last one: {cause}"
            )


def loss_fault(terms: Mapping[str, Tensor], keys: tuple[str, ...]) -> str | None:
    """Which terms of a batch's loss are not finite and for which objects; None where all are."""
    wrong = [
        f"{name} {float(term.detach()):g}"
        for name, term in terms.items()
        if not bool(term.isfinite())
    ]
    return f"loss {', '.join(wrong)} with {_listed(keys)}" if wrong else None


def gradient_fault(net: nn.Module) -> str | None:
    """Which parameters have a gradient that is not finite; None where all are finite."""
    wrong = [
        name
        for name, parameter in net.named_parameters()
        if parameter.grad is not None and not bool(parameter.grad.isfinite().all())
    ]
    return f"gradient of {_listed(wrong)} not finite" if wrong else None


def _listed(names: tuple[str, ...] | list[str]) -> str:
    """The first names and how many more there are."""
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
