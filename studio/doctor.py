"""What this machine offers and what it lacks, each lack with its remedy.

Nothing here imports torch, numba, Qt or GL: versions come from package metadata, and whatever could
crash or take long runs in a process of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from studio.doctor_display import desktop_checks
from studio.doctor_machine import cpu_check, disk_checks, gpu_check, memory_check
from studio.doctor_parts import (
    backend_checks,
    codec_check,
    kernel_cache_check,
    numba_check,
    package_checks,
    photo_formats_check,
    weight_checks,
)
from studio.doctor_report import Check

STAGE = "Looking at this machine"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything the doctor found."""

    checks: tuple[Check, ...]
    """Findings in the order they are shown."""

    @property
    def healthy(self) -> bool:
        """Whether everything that is needed is there."""
        return all(check.passed or not check.required for check in self.checks)

    def to_json(self) -> Mapping[str, object]:
        """Plain values, one object a finding, grouped by section."""
        sections: dict[str, dict[str, object]] = {}
        for check in self.checks:
            sections.setdefault(check.section, {})[check.name] = check.to_json()
        return {"healthy": self.healthy, **sections}

    def lines(self) -> Iterable[str]:
        """Lines for people, one a finding and one a remedy."""
        section = ""
        for check in self.checks:
            if check.section != section:
                section = check.section
                yield f"{section.replace('_', ' ')}"
            yield f"  {check.mark:<7} {check.name:<22} {check.detail}"
            if check.help:
                yield f"  {'':<7} {'':<22} -> {check.help}"
        missing = sum(not c.passed and c.required for c in self.checks)
        yield "everything that is needed is here" if not missing else f"{missing} needed missing"


SECTIONS: tuple[Callable[[], Iterable[Check]], ...] = (
    cpu_check,
    memory_check,
    gpu_check,
    disk_checks,
    desktop_checks,
    package_checks,
    numba_check,
    kernel_cache_check,
    backend_checks,
    weight_checks,
    codec_check,
    photo_formats_check,
)


def diagnose(progress: Callable[[str, float], None]) -> Diagnosis:
    """Run every check.

    Args:
        progress: Told which check runs.
    """
    return Diagnosis(tuple(findings(progress)))


def findings(progress: Callable[[str, float], None]) -> Iterator[Check]:
    """Run every check; each finding comes as soon as it is known."""
    for index, section in enumerate(SECTIONS):
        progress(STAGE, index / len(SECTIONS))
        yield from section()
    progress(STAGE, 1.0)
