"""How fast a job goes, and how long it still takes, from its reports of progress."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

_SETTLING_S = 1.0
"""A stage must have run this long before its rate means something [s]."""
_MEMORY_S = 5.0
"""Time after which a report counts for 1/e of what it did when it came [s]."""


@dataclass(frozen=True, slots=True)
class JobPace:
    """Progress of the present stage over time; monotonic times [s]."""

    started_s: float | None = None
    """When the job began to run."""
    stage: str = ""
    """Stage that the rate is of."""
    stage_started_s: float = 0.0
    """When the stage began."""
    reported_s: float = 0.0
    """When it last came further."""
    fraction: float = 0.0
    """Share of the stage that was done then, 0 to 1."""
    gained: float = 0.0
    """Shares of the stage that reports told of, older ones counting less."""
    waited_s: float = 0.0
    """Times between these reports, older ones counting less [s]."""

    @property
    def rate_per_s(self) -> float:
        """Share of the stage done in a second; 0 while unknown [1/s].

        The mean over the last seconds and not over the last reports: those that come in one burst
        after a long silence are no sign of speed.
        """
        return self.gained / self.waited_s if self.waited_s > 0 else 0.0

    def after(self, stage: str, fraction: float, now_s: float) -> JobPace:
        """The pace after one more report."""
        started_s = now_s if self.started_s is None else self.started_s
        if stage != self.stage or fraction < self.fraction:
            return JobPace(started_s, stage, now_s, now_s, fraction)
        gained, waited_s = fraction - self.fraction, max(now_s - self.reported_s, 0.0)
        if gained <= 0:
            return replace(self, started_s=started_s)
        kept = math.exp(-waited_s / _MEMORY_S)
        return replace(
            self,
            started_s=started_s,
            reported_s=now_s,
            fraction=fraction,
            gained=kept * self.gained + gained,
            waited_s=kept * self.waited_s + waited_s,
        )

    def remaining_s(self) -> float | None:
        """Time that the stage still takes [s]; None while that cannot be told."""
        if not self.rate_per_s or self.reported_s - self.stage_started_s < _SETTLING_S:
            return None
        return (1.0 - self.fraction) / self.rate_per_s

    def since_start_s(self, now_s: float) -> float:
        """Time since the job began to run [s]; 0 for one that waits."""
        return 0.0 if self.started_s is None else max(now_s - self.started_s, 0.0)


def duration_text(seconds: float) -> str:
    """A duration in words that fit a line: "8 s", "2 min 5 s", "1 h 20 min"."""
    whole = max(round(seconds), 0)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        minutes, rest = divmod(whole, 60)
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
