"""All validation cases."""

from __future__ import annotations

from benchmarks.validate.contact import CONTACT
from benchmarks.validate.elastic import ELASTIC
from benchmarks.validate.granular import GRANULAR
from benchmarks.validate.laws import LAW_CASES
from benchmarks.validate.liquids import LIQUIDS
from benchmarks.validate.motion import MOTION
from benchmarks.validate.numerics import NUMERICS
from benchmarks.validate.resting import RESTING
from benchmarks.validate.rigid import RIGID
from benchmarks.validate.rows import Case

_FIELDS = (LAW_CASES, MOTION, ELASTIC, CONTACT, RESTING, GRANULAR, LIQUIDS, NUMERICS, RIGID)
CASES = tuple(Case(name, run) for field in _FIELDS for name, run in field.items())
"""Every case, laws first."""
