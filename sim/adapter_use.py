"""`AdapterUse`: that a preference adapter changed what the model says, and what it says without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.physics_distribution import PhysicsDistribution

ADAPTER_SUFFIX = ".adapter"
"""How the files of adapters end."""


@dataclass(frozen=True, slots=True, eq=False)
class AdapterUse:
    """The adapter behind a distribution; it can be taken off without asking the model again."""

    name: str
    """What its user calls it."""
    digest: str
    """SHA-256 of its numbers in hexadecimal digits."""
    without: PhysicsDistribution
    """What the model says of the same object without it."""

    def to_json(self) -> dict[str, Any]:
        """Plain values, for `from_json`."""
        return {"name": self.name, "digest": self.digest, "without": self.without.to_json()}

    @staticmethod
    def from_json(values: Mapping[str, Any]) -> AdapterUse:
        """Use of `to_json`'s values."""
        without = PhysicsDistribution.from_json(values["without"])
        return AdapterUse(str(values["name"]), str(values["digest"]), without)
