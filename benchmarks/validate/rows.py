"""What a validation case reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One number beside its analytic answer."""

    title: str
    """What was measured."""
    analytic: str
    """Formula or source of the answer."""
    expected: float
    """The answer, in `unit`."""
    measured: float
    """The simulator's number, in `unit`."""
    error: float
    """Departure: relative, or in `unit` where the answer is zero or an angle."""
    tolerance: float
    """Largest departure that the reference allows."""
    unit: str
    """Unit of both numbers."""
    remark: str = ""
    """Idealisations, conditions, and the reason of a miss."""
    known_miss: float | None = None
    """Where the tolerance is missed, or kept by a hair: the departure that tests allow."""

    @property
    def passed(self) -> bool:
        """Whether the tolerance is kept."""
        return bool(self.error <= self.tolerance)

    @property
    def as_before(self) -> bool:
        """Whether the departure is no larger than it is known to be."""
        return bool(self.error <= max(self.tolerance, self.known_miss or 0.0))


@dataclass(frozen=True, slots=True)
class Case:
    """A measurement that gives one or several rows."""

    name: str
    """Short unique name."""
    run: Callable[[], Sequence[Row]]
    """Measure."""


def relative(  # noqa: PLR0913 - a row is a record
    title: str,
    analytic: str,
    expected: float,
    measured: float,
    *,
    tolerance: float,
    unit: str = "",
    remark: str = "",
    known_miss: float | None = None,
) -> Row:
    """Row whose departure is relative to the answer."""
    error = abs(measured - expected) / abs(expected)
    return Row(title, analytic, expected, measured, error, tolerance, unit, remark, known_miss)


def absolute(  # noqa: PLR0913 - a row is a record
    title: str,
    analytic: str,
    expected: float,
    measured: float,
    *,
    tolerance: float,
    unit: str = "",
    remark: str = "",
    known_miss: float | None = None,
) -> Row:
    """Row whose departure is in the unit of the answer."""
    error = abs(measured - expected)
    return Row(title, analytic, expected, measured, error, tolerance, unit, remark, known_miss)
