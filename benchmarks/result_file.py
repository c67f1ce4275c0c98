"""`ResultFile`: the figures of a benchmark with machine, load and date."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Mapping
from pathlib import Path

from render.atomic_file import write_text_atomic
from render.kernel_cache import cpu_name
from sim.sweep.local_executor import usable_cores


class ResultFile:
    """Notes how busy the machine is before the measurement; make it first."""

    def __init__(self, path: Path) -> None:
        """Write to a file later."""
        self._path = path
        self._load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None

    def write(self, figures: Mapping[str, object]) -> None:
        """Print and store figures, with what they were measured on."""
        machine = {
            "device": cpu_name(),
            "cores": usable_cores(),
            "load_before": self._load,
            "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        }
        text = json.dumps({**figures, **machine}, indent=2)
        print(text)
        write_text_atomic(self._path, text + "\n")
