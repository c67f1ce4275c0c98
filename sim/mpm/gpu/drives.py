"""Kernels that push particles and move the driven ones; see `sim.mpm.drive` for the rows."""

# No `from __future__ import annotations`: Taichi reads the annotations of kernels as objects.

from typing import Any

from sim.mpm import drive
from sim.mpm.gpu.layout import IDENTITY, MASS, C, V, X
from sim.mpm.gpu.obstacles import row_vector
from sim.mpm.gpu.taichi_module import (
    Integer,
    Nothing,
    Row,
    Static,
    Table,
    function,
    kernel,
    rebound,
    ti,
)
from sim.mpm.gpu.tensors import read_vector, write_matrix, write_vector

_attractor = rebound(drive.attractor_pull)
_hand = rebound(drive.hand_pull)


@function
def _forced(forces: Static, force_ints: Static, k: Any, bits: Any, x: Any, v: Any) -> Any:
    """Velocity [m/s] after one force."""
    vector = row_vector(forces, k, drive.FORCE_VECTOR)
    factor = forces[k, drive.FORCE_FACTOR]
    kind, bit = force_ints[k, drive.FORCE_KIND], force_ints[k, drive.FORCE_MEMBERS]
    after = v
    if kind == drive.FORCE_WIND:
        after = v + factor * (vector - v)
    elif kind == drive.FORCE_ATTRACTOR:
        r = vector - x
        softening = forces[k, drive.FORCE_SOFTENING]
        p0, p1, p2 = _attractor(r[0], r[1], r[2], factor, softening, factor * 0 + 1)
        after = v + ti.Vector([p0, p1, p2])
    elif bit < 0 or ((bits >> bit) & 1) == 1:
        after = v + vector
    return after


@kernel
def push_particles(
    state: Table,
    labels: Table,
    members: Row,
    force_ints: Table,
    forces: Table,
    grips: Row,
    hand: Row,
    count: Integer,
    force_count: Integer,
    member_count: Integer,
    hand_holds: Integer,
) -> Nothing:
    """Change velocities by wind, attractors, impulses and the hand, one after the other.

    Args:
        state: Particles, see `layout`; velocities change.
        labels: Integers of the particles; identities are read.
        members: Bits of the impulses that act on every particle.
        force_ints: Integers of the forces, shape [K, `FORCE_INTS`].
        forces: Floats of the forces, shape [K, `FORCE_FLOATS`].
        grips: What the hand holds, `GRIP_FLOATS` a particle.
        hand: The hand, shape [`HAND_FLOATS`].
        count: Particles.
        force_count: K.
        member_count: Particles that have bits; 0 where no impulse has a region.
        hand_holds: 1 where the hand holds something, 0 elsewhere.
    """
    for p in range(count):
        particle = labels[IDENTITY, p]
        x, v = read_vector(state, X, p), read_vector(state, V, p)
        bits = 0
        if particle < member_count:
            bits = members[particle]
        for k in range(force_count):
            v = _forced(forces, force_ints, k, bits, x, v)
        if hand_holds == 1:
            grip = particle * drive.GRIP_FLOATS
            weight = grips[grip + drive.GRIP_FLOATS - 1]
            for axis in ti.static(range(3)):
                stretch = hand[drive.HAND_TARGET + axis] + grips[grip + axis] - x[axis]
                v[axis] = _hand(
                    v[axis],
                    hand[drive.HAND_VELOCITY + axis],
                    stretch,
                    weight,
                    hand[drive.HAND_PULL],
                    hand[drive.HAND_DAMP],
                )
        write_vector(state, V, p, v)


@kernel
def move_driven(
    state: Table,
    labels: Table,
    region_of: Row,
    masses: Row,
    anchors: Row,
    regions: Table,
    count: Integer,
) -> Nothing:
    """Put driven particles where they are told to be, with the velocities of that motion.

    While they are driven they weigh `DRIVEN_WEIGHT` times as much, so that the nodes they reach
    move as they do, whatever pulls.

    Args:
        state: Particles, see `layout`; position, velocity, C and mass of driven ones change.
        labels: Integers of the particles; identities are read.
        region_of: Driven region of every particle or −1, shape [P].
        masses: Mass of every particle at rest [kg], shape [P].
        anchors: Positions [m] at the start of their region, shape [P · 3].
        regions: Driven regions at one time, shape [R, `REGION_FLOATS`].
        count: Particles.
    """
    for p in range(count):
        particle = labels[IDENTITY, p]
        region = region_of[particle]
        if region >= 0:
            mass = masses[particle]
            anchor = ti.Vector([anchors[3 * particle + axis] for axis in range(3)])
            direction = row_vector(regions, region, drive.REGION_DIRECTION)
            driven = direction.dot(anchor) >= regions[region, drive.REGION_FREE]
            if driven and regions[region, drive.REGION_ACTIVE] > 0:
                mass *= drive.DRIVEN_WEIGHT
                place = row_vector(regions, region, drive.REGION_SHIFT)
                for axis in ti.static(range(3)):
                    turn = row_vector(regions, region, drive.REGION_TURN + 3 * axis)
                    place[axis] += turn.dot(anchor)
                spin = row_vector(regions, region, drive.REGION_SPIN)
                arm = place - row_vector(regions, region, drive.REGION_PIVOT)
                own = row_vector(regions, region, drive.REGION_VELOCITY)
                zero = spin[0] * 0
                write_vector(state, X, p, place)
                write_vector(state, V, p, own + spin.cross(arm))
                w0, w1, w2 = spin[0], spin[1], spin[2]
                turning = ti.Matrix([[zero, -w2, w1], [w2, zero, -w0], [-w1, w0, zero]])
                write_matrix(state, C, p, turning)
            state[MASS, p] = mass
