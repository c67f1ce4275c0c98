"""Contacts of one island on their way through a step, and the memory from step to step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.rigid.contacts import Contacts
from sim.rigid.impulses import dissipating, solve_impulses
from sim.rigid.islands import Island, IslandSystem

Vector = npt.NDArray[np.float64]


class Solved:
    """Contacts of one island and their impulses.

    Args:
        island: Bodies and rows.
        contacts: Contacts of the island.
    """

    bare: IslandSystem
    """Equations at the beginning of the step, without soft matter."""

    def __init__(self, island: Island, contacts: Contacts) -> None:
        self.island, self.contacts = island, contacts
        self.impulses: Vector = np.zeros((len(contacts), 3))
        """Impulses in contact axes [N s], shape [K, 3]."""

    def solve(self, equations: IslandSystem, dt_s: float) -> None:
        """Impulses after which no gap closes by more than itself within a step [s]."""
        targets = -np.maximum(self.contacts.gaps_m, 0.0) / dt_s
        impulses = solve_impulses(equations.system, targets, self.impulses)
        self.impulses = dissipating(equations.system, impulses)


class WarmStart:
    """Impulses of the last step by contact: the first guess of the next."""

    def __init__(self) -> None:
        self._keys = np.zeros(0, np.int64)
        self._impulses: Vector = np.zeros((0, 3))

    def impulses(self, contacts: Contacts) -> Vector:
        """Impulses of the same contacts in the last step, zero for new ones, shape [K, 3]."""
        start = np.zeros((len(contacts), 3))
        if len(self._keys):
            place = np.searchsorted(self._keys, contacts.keys)
            place = np.minimum(place, len(self._keys) - 1)
            known = self._keys[place] == contacts.keys
            start[known] = self._impulses[place[known]]
        return start

    def remember(self, solved: Sequence[tuple[Contacts, Vector]]) -> None:
        """Keep the impulses of a step."""
        if not solved:
            self._keys, self._impulses = np.zeros(0, np.int64), np.zeros((0, 3))
            return
        keys = np.concatenate([contacts.keys for contacts, _ in solved])
        order = np.argsort(keys, kind="stable")
        self._keys = keys[order]
        self._impulses = np.concatenate([impulses for _, impulses in solved])[order]

    def checkpoint(self) -> dict[str, Any]:
        """Arrays that `restore` continues from."""
        return {"warm_keys": self._keys.copy(), "warm_impulses": self._impulses.copy()}

    def restore(self, checkpoint: Mapping[str, Any]) -> None:
        """Continue from a checkpoint."""
        self._keys = np.array(checkpoint["warm_keys"], np.int64)
        self._impulses = np.array(checkpoint["warm_impulses"], np.float64).reshape(-1, 3)
