"""Kernels that push particles and move the driven ones; see `sim.mpm.drive` for the rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.mpm import drive
from sim.mpm.cpu.jit import f32, inline, kernel, prange
from sim.mpm.cpu.layout import LANES, MASS, PACK, C, V, X
from sim.mpm.cpu.tensors import write_matrix
from sim.mpm.cpu.vector_rows import read, write
from sim.mpm.drive import (
    FORCE_ATTRACTOR,
    FORCE_FACTOR,
    FORCE_IMPULSE,
    FORCE_KIND,
    FORCE_MEMBERS,
    FORCE_SOFTENING,
    FORCE_VECTOR,
    FORCE_WIND,
    GRIP_FLOATS,
    HAND_DAMP,
    HAND_PULL,
    HAND_TARGET,
    HAND_VELOCITY,
    REGION_ACTIVE,
    REGION_DIRECTION,
    REGION_FREE,
    REGION_PIVOT,
    REGION_SHIFT,
    REGION_SPIN,
    REGION_TURN,
    REGION_VELOCITY,
)

Floats = npt.NDArray[np.float32] | npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

_ZERO = f32(0.0)
_ONE = f32(1.0)
_WEIGHT = f32(drive.DRIVEN_WEIGHT)
_LAST = GRIP_FLOATS - 1

_attractor = inline(drive.attractor_pull)
_hand = inline(drive.hand_pull)


@inline
def _dot(row: Floats, at: int, x: Any, y: Any, z: Any) -> Any:
    """Three floats of a row times a vector."""
    return row[at] * x + row[at + 1] * y + row[at + 2] * z


@kernel
def push_particles(
    state: Floats,
    particle_of: Ints,
    members: Ints,
    force_ints: Ints,
    forces: Floats,
    grips: Floats,
    hand: Floats,
) -> None:
    """Change velocities by wind, attractors, impulses and the hand, one after the other.

    Args:
        state: Particle packs, see `layout`; velocities change.
        particle_of: Particle of every lane, in the order of the input, shape [packs · 16].
        members: Bits of the impulses that act on every particle, shape [P].
        force_ints: Integers of the forces, shape [K, `FORCE_INTS`].
        forces: Floats of the forces, shape [K, `FORCE_FLOATS`], of the state's type.
        grips: What the hand holds, shape [P · `GRIP_FLOATS`], or empty.
        hand: The hand, shape [`HAND_FLOATS`], or empty.
    """
    for pack in prange(len(state) // PACK):
        for lane in range(LANES):
            at = pack * PACK + lane
            if read(state, at + MASS) > _ZERO:
                particle = particle_of[pack * LANES + lane]
                x0, x1, x2 = (
                    read(state, at + X),
                    read(state, at + X + LANES),
                    read(state, at + X + 2 * LANES),
                )
                v0, v1, v2 = (
                    read(state, at + V),
                    read(state, at + V + LANES),
                    read(state, at + V + 2 * LANES),
                )
                for k in range(len(forces)):
                    kind, bit = force_ints[k, FORCE_KIND], force_ints[k, FORCE_MEMBERS]
                    f0 = forces[k, FORCE_VECTOR]
                    f1 = forces[k, FORCE_VECTOR + 1]
                    f2 = forces[k, FORCE_VECTOR + 2]
                    factor = forces[k, FORCE_FACTOR]
                    if kind == FORCE_WIND:
                        v0 += factor * (f0 - v0)
                        v1 += factor * (f1 - v1)
                        v2 += factor * (f2 - v2)
                    elif kind == FORCE_ATTRACTOR:
                        softening = forces[k, FORCE_SOFTENING]
                        p0, p1, p2 = _attractor(f0 - x0, f1 - x1, f2 - x2, factor, softening, _ONE)
                        v0, v1, v2 = v0 + p0, v1 + p1, v2 + p2
                    elif kind == FORCE_IMPULSE and (bit < 0 or (members[particle] >> bit) & 1 == 1):
                        v0, v1, v2 = v0 + f0, v1 + f1, v2 + f2
                if len(hand) > 0:
                    grip = particle * GRIP_FLOATS
                    weight, pull, damp = grips[grip + _LAST], hand[HAND_PULL], hand[HAND_DAMP]
                    s0 = hand[HAND_TARGET] + grips[grip] - x0
                    s1 = hand[HAND_TARGET + 1] + grips[grip + 1] - x1
                    s2 = hand[HAND_TARGET + 2] + grips[grip + 2] - x2
                    v0 = _hand(v0, hand[HAND_VELOCITY], s0, weight, pull, damp)
                    v1 = _hand(v1, hand[HAND_VELOCITY + 1], s1, weight, pull, damp)
                    v2 = _hand(v2, hand[HAND_VELOCITY + 2], s2, weight, pull, damp)
                write(state, at + V, v0)
                write(state, at + V + LANES, v1)
                write(state, at + V + 2 * LANES, v2)


@kernel
def move_driven(
    state: Floats,
    particle_of: Ints,
    region_of: Ints,
    masses: Floats,
    anchors: Floats,
    regions: Floats,
) -> None:
    """Put driven particles where they are told to be, with the velocities of that motion.

    While they are driven they weigh `DRIVEN_WEIGHT` times as much, so that the nodes they reach
    move as they do, whatever pulls.

    Args:
        state: Particle packs, see `layout`; position, velocity, C and mass of driven ones change.
        particle_of: Particle of every lane, in the order of the input, shape [packs · 16].
        region_of: Driven region of every particle or −1, shape [P].
        masses: Mass of every particle at rest [kg], shape [P].
        anchors: Positions [m] at the start of their region, shape [P · 3].
        regions: Driven regions at one time, shape [R, `REGION_FLOATS`], of the state's type.
    """
    for pack in prange(len(state) // PACK):
        for lane in range(LANES):
            at = pack * PACK + lane
            particle, region = particle_of[pack * LANES + lane], -1
            if read(state, at + MASS) > _ZERO:
                region = region_of[particle]
            if region >= 0:
                row = regions[region]
                mass = masses[particle]
                a0, a1, a2 = (
                    anchors[3 * particle],
                    anchors[3 * particle + 1],
                    anchors[3 * particle + 2],
                )
                along = _dot(row, REGION_DIRECTION, a0, a1, a2)
                if row[REGION_ACTIVE] > _ZERO and along >= row[REGION_FREE]:
                    mass = _WEIGHT * mass
                    w0, w1, w2 = row[REGION_SPIN], row[REGION_SPIN + 1], row[REGION_SPIN + 2]
                    x0 = _dot(row, REGION_TURN, a0, a1, a2) + row[REGION_SHIFT]
                    x1 = _dot(row, REGION_TURN + 3, a0, a1, a2) + row[REGION_SHIFT + 1]
                    x2 = _dot(row, REGION_TURN + 6, a0, a1, a2) + row[REGION_SHIFT + 2]
                    r0, r1 = x0 - row[REGION_PIVOT], x1 - row[REGION_PIVOT + 1]
                    r2 = x2 - row[REGION_PIVOT + 2]
                    write(state, at + X, x0)
                    write(state, at + X + LANES, x1)
                    write(state, at + X + 2 * LANES, x2)
                    write(state, at + V, row[REGION_VELOCITY] + w1 * r2 - w2 * r1)
                    write(state, at + V + LANES, row[REGION_VELOCITY + 1] + w2 * r0 - w0 * r2)
                    write(state, at + V + 2 * LANES, row[REGION_VELOCITY + 2] + w0 * r1 - w1 * r0)
                    zero = w0 * _ZERO
                    spin = (zero, -w2, w1, w2, zero, -w0, -w1, w0, zero)
                    write_matrix(state, at + C, spin)
                write(state, at + MASS, mass)
