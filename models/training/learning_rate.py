"""The learning rate over the steps."""

from __future__ import annotations

import math


def warm_cosine(
    step: int, *, peak: float, warmup_steps: int, step_count: int, last_share: float = 0.0
) -> float:
    """Rate of a step: linear warm-up to the peak, then half a cosine.

    Args:
        step: Number of the step, from 0.
        peak: Highest rate.
        warmup_steps: Steps of the warm-up.
        step_count: Steps in all, warm-up included.
        last_share: Rate after the last step over the peak.
    """
    if step < warmup_steps:
        return peak * (step + 1) / warmup_steps
    fraction = min((step - warmup_steps) / max(step_count - warmup_steps, 1), 1.0)
    return peak * (last_share + (1 - last_share) * 0.5 * (1 + math.cos(math.pi * fraction)))
