"""What this machine can do, in a line or two for the welcome page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from psygnal import SignalGroupDescriptor

from studio.doctor_report import Check
from studio.state.language import tr
from studio.state.told import finding_text


@dataclass
class MachineState:
    """Facts about the machine; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    facts: str = ""
    """Processor, memory and graphics card in one line; empty while they are looked at."""
    ability: str = ""
    """What that is enough for, in one sentence."""
    memory: str = ""
    """Memory that this program and the graphics card hold, in one line; empty while unknown."""


def machine_lines(checks: Iterable[Check]) -> tuple[str, str]:
    """Facts and ability from the doctor's findings "cpu", "memory" and "gpu"."""
    found = {check.name: check for check in checks}
    facts = " · ".join(
        finding_text(found[name]) for name in ("cpu", "memory", "gpu") if name in found
    )
    gpu = found.get("gpu")
    if gpu is not None and gpu.passed:
        return facts, tr("All quality presets run at full speed on the graphics card.")
    memory = found.get("memory")
    if memory is not None and not memory.passed:
        return facts, tr("Memory is short: use the sketch quality, and close other programs.")
    return facts, tr(
        "Sketch and preview quality run well on the processor; standard and paper take longer "
        "without an NVIDIA graphics card."
    )
