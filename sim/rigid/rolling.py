"""Resistance to rolling: what presses on something loses spin relative to it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.rigid.contacts import NO_BODY, Contacts
from sim.rigid.state import RigidState

Vector = npt.NDArray[np.float64]


def resist_rolling(
    contacts: Contacts, impulses: Vector, coefficients: Vector, state: RigidState
) -> None:
    """Take relative spin out of bodies that touch, by opposite angular impulses.

    The largest angular impulse is coefficient · normal impulse · distance from the contact to the
    first body's centre of mass; it never turns the spin round.

    Args:
        contacts: K contacts.
        impulses: Their impulses in contact axes [N s], shape [K, 3].
        coefficients: Of all bodies, shape [n].
        state: Bodies; angular momenta change.
    """
    if not (coefficients[contacts.first] > 0).any():
        return
    arms = np.linalg.norm(contacts.points_m - state.centers[contacts.first], axis=1)
    moments = impulses[:, 2] * arms
    inverse = state.inverse_mass_matrices()[:, 3:, 3:]
    pairs = np.unique(np.stack([contacts.first, contacts.second], axis=1), axis=0)
    for first, second in pairs:
        rows = (contacts.first == first) & (contacts.second == second)
        spin, response, factor = state.spins()[first], inverse[first], coefficients[first]
        if second != NO_BODY:
            spin = spin - state.spins()[second]
            response = response + inverse[second]
            factor = (factor * coefficients[second]) ** 0.5
        speed = float(np.linalg.norm(spin))
        ease = float(spin @ response @ spin)
        if speed == 0 or ease <= 0:
            continue
        # Along the spin's direction d the impulse that stops it is speed / (d · response · d).
        size = min(factor * float(moments[rows].sum()), speed**3 / ease)
        opposite = np.zeros((1, 6))
        opposite[0, 3:] = -size / speed * spin
        state.give(opposite, np.array([first]))
        if second != NO_BODY:
            state.give(-opposite, np.array([second]))
