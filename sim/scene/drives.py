"""`SceneDrives`: forces, driven regions and the hand of one simulation, substep by substep."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from sim.mpm import drive
from sim.scene.checks import in_window
from sim.scene.distance import inside
from sim.scene.driven import DrivenRegion
from sim.scene.forces import Attractor, Force, Impulse, Wind
from sim.scene.hand import HandCommand
from sim.scene.hand_grip import HandGrip
from sim.scene.region_drive import RegionDrive

Vector = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Array = npt.NDArray[np.floating]
Positions = Callable[[], Array]
"""Particles from the solver's origin, in the order of the input [m], shape [P, 3]."""

MOST_REGIONAL_IMPULSES = 31
"""Impulses with a region that a scene may hold: one bit each in an int32."""
_LAYER = slice(drive.REGION_DIRECTION, drive.REGION_FREE + 1)
_LOG = logging.getLogger(__name__)


class DriveStep(NamedTuple):
    """What acts during one substep; floats are of the kernels' type. See `sim.mpm.drive`."""

    force_ints: Ints
    """Integers of the K forces that act, shape [K, `FORCE_INTS`]."""
    forces: npt.NDArray[Any]
    """Floats of the forces, shape [K, `FORCE_FLOATS`]."""
    members: Ints
    """Bits of the impulses that act on every particle, shape [P]."""
    hand: npt.NDArray[Any]
    """The hand, shape [`HAND_FLOATS`]; empty where it holds nothing."""
    grips: npt.NDArray[Any]
    """What the hand holds, shape [P · `GRIP_FLOATS`]; empty before the first grab."""
    entering: npt.NDArray[Any]
    """Driven regions at the beginning of the substep, shape [R, `REGION_FLOATS`]; empty where no
    particle has just begun or ceased to be driven."""
    regions: npt.NDArray[Any]
    """Driven regions at the end of the substep, shape [R, `REGION_FLOATS`]; empty where none is
    driven."""
    region_of: Ints
    """Driven region of every particle or −1, shape [P]."""
    masses: npt.NDArray[Any]
    """Masses of the particles at rest [kg], shape [P]; empty where there are no regions."""
    anchors: npt.NDArray[Any]
    """Positions [m] at the start of their region, shape [P · 3]."""
    fastest_m_s: float
    """Upper bound of the speeds of driven particles [m/s]."""

    @property
    def pushes(self) -> bool:
        """Whether any velocity changes before the transfer to the grid."""
        return bool(len(self.forces) or len(self.hand))


class SceneDrives:
    """Memberships are fixed when a force or a region begins, and kept by the particles' indices.

    Args:
        forces: Wind, attractors and impulses.
        regions: Driven regions.
        masses: Mass of every particle [kg], shape [P].
        origin_m: Origin of the solver [m], shape [3].
        dtype: Type of the kernels' floats.

    Raises:
        InputError: If too many impulses have a region.
    """

    def __init__(
        self,
        forces: Sequence[Force],
        regions: Sequence[DrivenRegion],
        *,
        masses: npt.NDArray[np.floating],
        origin_m: npt.ArrayLike = (0.0, 0.0, 0.0),
        dtype: npt.DTypeLike = np.float32,
    ) -> None:
        self._forces = tuple(forces)
        self._masses = np.asarray(masses, np.float64)
        self._origin, self._dtype = np.asarray(origin_m, np.float64), np.dtype(dtype)
        self._regions = [RegionDrive(region, self._origin) for region in regions]
        local = [
            i for i, f in enumerate(self._forces) if isinstance(f, Impulse) and f.region is not None
        ]
        if len(local) > MOST_REGIONAL_IMPULSES:
            raise InputError(
                f"a scene holds at most {MOST_REGIONAL_IMPULSES} impulses with a region, got "
                f"{len(local)}; join some of them"
            )
        self._bits = {index: bit for bit, index in enumerate(local)}
        # Total mass of the members of every impulse that has begun.
        self._pushed_kg = np.full(len(self._forces), np.nan)
        count = len(self._masses)
        self._members = np.zeros(count if local else 0, np.int32)
        self._region_of = np.full(count if regions else 0, -1, np.int32)
        self._anchors = np.zeros(3 * count if regions else 0, self._dtype)
        self._region_masses = (self._masses if regions else np.zeros(0)).astype(self._dtype)
        # What of the regions' rows says who is driven, at the last substep.
        self._held = b""
        self._grips = np.zeros(0, self._dtype)
        self._hand: HandGrip | None = None

    def obey(self, commands: Sequence[HandCommand], positions: Positions) -> None:
        """Take the hand's commands; call it between substeps."""
        for command in commands:
            if self._hand is None:
                self._hand = HandGrip(len(self._masses), self._dtype)
            self._hand.obey(command, positions() + self._origin)

    def begin(self, time_s: float, dt_s: float, positions: Positions) -> DriveStep:
        """What acts from a time [s] during a substep [s]; `positions` is seldom asked for.

        Raises:
            InputError: If a particle would be driven by two regions at a time.
        """
        ints, forces = self._acting_forces(time_s, dt_s, positions)
        middle = time_s + 0.5 * dt_s
        new = [r for r in self._regions if not r.entered and r.driven(middle)]
        for region in new:
            self._enter(region, time_s, positions())
        driven = [r for r in self._regions if r.entered and r.driven(middle)]
        entering = self._region_rows(time_s, middle)
        held = entering[:, drive.REGION_ACTIVE :].tobytes() + entering[:, _LAYER].tobytes()
        changed, self._held = held != self._held, held
        hand = np.zeros(0) if self._hand is None else self._hand.row(time_s, dt_s, self._origin)
        nothing = np.zeros((0, drive.REGION_FLOATS), self._dtype)
        return DriveStep(
            force_ints=ints,
            forces=forces,
            members=self._members,
            hand=hand.astype(self._dtype),
            grips=self._grips if self._hand is None else self._hand.grips,
            entering=entering if changed else nothing,
            regions=self._region_rows(time_s + dt_s, middle) if driven else nothing,
            region_of=self._region_of,
            masses=self._region_masses,
            anchors=self._anchors,
            fastest_m_s=max((region.fastest_m_s for region in driven), default=0.0),
        )

    def next_event_s(self, time_s: float) -> float:
        """First time [s] after the given one at which a force or region begins or ends."""
        times: list[float | None] = []
        for force in self._forces:
            ends = force.start_s + force.duration_s if isinstance(force, Impulse) else force.end_s
            times += [force.start_s, ends]
        for region in self._regions:
            times += region.event_times_s
        return min((t for t in times if t is not None and t > time_s), default=math.inf)

    def _region_rows(self, time_s: float, middle_s: float) -> npt.NDArray[Any]:
        rows = np.array([region.row(time_s, middle_s) for region in self._regions])
        return rows.reshape(-1, drive.REGION_FLOATS).astype(self._dtype)

    def _enter(self, region: RegionDrive, time_s: float, positions: Array) -> None:
        """Choose a region's particles."""
        index, members = self._regions.index(region), region.members(positions)
        held = np.unique(self._region_of[members])
        for other in held[held >= 0]:
            if self._regions[other].driven(time_s):
                raise InputError(
                    f"driven regions {other + 1} and {index + 1} hold the same particles at "
                    f"{time_s:.4g} s; move one or let it start later"
                )
        if not members.any():
            _LOG.warning("driven region %d selects no particle at %.4g s", index + 1, time_s)
        self._region_of[members] = index
        self._anchors.reshape(-1, 3)[members] = positions[members]
        region.enter(time_s, self._anchors.reshape(-1, 3)[members].astype(np.float64))

    def _acting_forces(
        self, time_s: float, dt_s: float, positions: Positions
    ) -> tuple[Ints, npt.NDArray[Any]]:
        ints: list[list[int]] = []
        rows: list[Vector] = []
        for index, force in enumerate(self._forces):
            if isinstance(force, Impulse):
                row = self._impulse(index, force, force.share(time_s, dt_s), positions)
            elif in_window(time_s + 0.5 * dt_s, force.start_s, force.end_s):
                row = _steady(force, time_s + 0.5 * dt_s, dt_s, self._origin)
            else:
                row = None
            if row is not None:
                ints.append([_KINDS[type(force)], self._bits.get(index, -1)])
                rows.append(row)
        shaped = np.array(rows).reshape(-1, drive.FORCE_FLOATS)
        return np.array(ints, np.int32).reshape(-1, drive.FORCE_INTS), shaped.astype(self._dtype)

    def _impulse(
        self, index: int, impulse: Impulse, share: float, positions: Positions
    ) -> Vector | None:
        """Velocity change of one substep; None where the impulse does not act."""
        if share == 0:
            return None
        if math.isnan(self._pushed_kg[index]):
            self._choose(index, impulse, positions)
        row = np.zeros(drive.FORCE_FLOATS)
        change = np.zeros(3)
        if impulse.velocity_change_m_s is not None:
            change = np.array(impulse.velocity_change_m_s)
        elif impulse.force_n is not None and self._pushed_kg[index] > 0:
            change = np.array(impulse.force_n) * (impulse.duration_s / self._pushed_kg[index])
        row[drive.FORCE_VECTOR : drive.FORCE_VECTOR + 3] = share * change
        return row

    def _choose(self, index: int, impulse: Impulse, positions: Positions) -> None:
        """Fix the particles of an impulse."""
        if impulse.region is None:
            self._pushed_kg[index] = self._masses.sum()
            return
        members = inside(impulse.region, positions() + self._origin)
        if not members.any():
            _LOG.warning("impulse %d selects no particle", index + 1)
        self._members[members] |= np.int32(1 << self._bits[index])
        self._pushed_kg[index] = self._masses[members].sum()

    def checkpoint(self) -> dict[str, npt.NDArray[Any]]:
        """Everything that later substeps depend on, as arrays."""
        own: dict[str, npt.NDArray[Any]] = {
            "members": self._members.copy(),
            "pushed_kg": self._pushed_kg.copy(),
            "region_of": self._region_of.copy(),
            "anchors": self._anchors.copy(),
            "entered_s": np.array([region.entered_s for region in self._regions], np.float64),
        }
        return own if self._hand is None else own | self._hand.checkpoint()

    def restore(self, values: Mapping[str, npt.NDArray[Any]]) -> None:
        """Continue from what `checkpoint` gave, for the same scene and particles."""
        self._members = np.array(values["members"], np.int32)
        self._pushed_kg = np.array(values["pushed_kg"], np.float64)
        self._region_of = np.array(values["region_of"], np.int32)
        self._anchors = np.array(values["anchors"], self._dtype)
        for index, entered in enumerate(np.asarray(values["entered_s"], np.float64)):
            if not math.isnan(entered):
                anchors = self._anchors.reshape(-1, 3)[self._region_of == index]
                self._regions[index].enter(float(entered), anchors.astype(np.float64))
        self._held = b""  # masses on the grid are set anew
        self._hand = None
        if "hand" in values:
            self._hand = HandGrip(len(self._masses), self._dtype)
            self._hand.restore(values)


_KINDS: dict[type, int] = {
    Wind: drive.FORCE_WIND,
    Attractor: drive.FORCE_ATTRACTOR,
    Impulse: drive.FORCE_IMPULSE,
}


def _steady(force: Wind | Attractor, middle_s: float, dt_s: float, origin: Vector) -> Vector:
    """Row of a force that acts all the time."""
    row = np.zeros(drive.FORCE_FLOATS)
    if isinstance(force, Wind):
        row[drive.FORCE_VECTOR : drive.FORCE_VECTOR + 3] = force.velocity_at(middle_s)
        row[drive.FORCE_FACTOR] = -math.expm1(-force.drag_per_s * dt_s)
        return row
    row[drive.FORCE_VECTOR : drive.FORCE_VECTOR + 3] = np.array(force.point_m) - origin
    row[drive.FORCE_FACTOR] = force.parameter_m3_s2 * dt_s
    row[drive.FORCE_SOFTENING] = force.radius_m * force.radius_m
    return row
