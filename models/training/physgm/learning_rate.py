"""The learning rate over the steps."""

from __future__ import annotations

import math

from models.training.physgm.settings import Schedule


def learning_rate(schedule: Schedule, step: int) -> float:
    """Rate of a step: linear warm-up to the peak, then half a cosine to 0 after the last step."""
    if step < schedule.warmup_steps:
        return schedule.learning_rate * (step + 1) / schedule.warmup_steps
    span = max(schedule.step_count - schedule.warmup_steps, 1)
    fraction = min((step - schedule.warmup_steps) / span, 1.0)
    return schedule.learning_rate * 0.5 * (1 + math.cos(math.pi * fraction))
