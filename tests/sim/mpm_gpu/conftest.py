"""Tests of the Taichi kernels, on Taichi's CPU target; skipped where Taichi is not installed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # for mpm_oracle

if importlib.util.find_spec("taichi") is None:
    collect_ignore_glob = ["test_*.py"]
