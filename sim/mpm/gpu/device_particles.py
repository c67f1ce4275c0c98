"""`DeviceParticles`: tables of particles on the device, sorted by law, velocity field and block."""

# No `from __future__ import annotations`: Taichi's types are objects here.

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.mpm.gpu.advance import advance, advance_total, find_stiffening
from sim.mpm.gpu.laws import FLOWING_LAWS, LAWS
from sim.mpm.gpu.layout import HISTORY, IDENTITY, LABELS, MASS, ROWS, VOLUME, F, V, X
from sim.mpm.gpu.plan import DevicePlan
from sim.mpm.gpu.rigid import RigidRange
from sim.mpm.gpu.sorter import Sorter
from sim.mpm.gpu.sorting import in_given_order
from sim.mpm.gpu.taichi_module import ti
from sim.mpm.material_rows import initial_history, material_rows
from sim.mpm.particle_state import MpmParticles
from sim.mpm.present_modulus import STIFFENING_LAWS

MOST_PARTICLES = (2**31 - 1) // ROWS
"""Places of a table are numbered by 32-bit integers."""

Rows = npt.NDArray[Any]
Ints = npt.NDArray[np.int32]


class DeviceParticles:
    """P particles; those of one law lie together, and those of a block within them.

    Args:
        particles: Particles; positions are metres from the solver's origin.
        materials: Materials that the particles' indices mean.
        dx_m: Cell side [m].
        real: Taichi's type of real numbers.

    Raises:
        InputError: If there are more particles than the device can number.
    """

    def __init__(
        self,
        particles: MpmParticles,
        materials: Sequence[MaterialParams],
        *,
        dx_m: float,
        real: Any,
    ) -> None:
        if particles.particle_count > MOST_PARTICLES:
            raise InputError(
                f"{particles.particle_count} particles are more than the {MOST_PARTICLES} that "
                "the GPU simulator numbers; choose a lower quality"
            )
        self.count = particles.particle_count
        """P."""
        self.dtype = np.dtype(np.float64 if real == ti.f64 else np.float32)
        """Type of the numbers."""
        self.rigid: RigidRange | None = None
        """The particles of rigid materials; None where there are none."""
        self._real = real
        self.material = particles.material
        """Material index of every particle in the order of the input, shape [P]."""
        self._groups, self._group_laws, fields = _groups(particles, materials)
        self._flows = np.array([one.law in FLOWING_LAWS for one in materials])[self.material]
        self._material_count = len(materials)
        self._materials = self._table(material_rows(materials, self.dtype))
        self._sorter = Sorter(self.count, fields, inverse_dx=1 / dx_m, real=real)
        rest = np.tile(np.eye(3).ravel(), (self.count, 1))
        self.replace(_initial_rows(particles, materials), rest)

    def _table(self, values: Rows) -> Any:
        table = ti.ndarray(self._real, values.shape)
        table.from_numpy(np.ascontiguousarray(values, self.dtype))
        return table

    def replace(self, rows: Rows, total: Rows) -> None:
        """Take state fields [P, 34] and total deformations [P, 9] in the order of the input.

        `sort` must follow.
        """
        self.state = self._table(rows.T)
        """Particles, see `layout`, shape [ROWS, P]."""
        indices = np.arange(self.count)
        labels = np.stack([indices, self.material, self._groups, np.zeros_like(indices)])
        self.labels = ti.ndarray(ti.i32, (LABELS, self.count))
        """Integers of the particles, shape [LABELS, P]."""
        self.labels.from_numpy(np.ascontiguousarray(labels, np.int32))
        self._total = self._table(total.T) if self._flows.any() else None

    def sort(self) -> DevicePlan:
        """Put the particles of a block together; the blocks that the grid needs."""
        self.state, self.labels, order, plan, starts = self._sorter.sort(self.state, self.labels)
        if self._total is not None:
            self._total = self._sorter.reordered(self._total, order)
        bounds = starts[np.searchsorted(plan.group, np.arange(len(self._group_laws) + 1))]
        self._ranges = _law_ranges(self._group_laws, bounds)
        self.rigid = None
        if ConstitutiveLaw.RIGID in self._ranges:
            first, end = self._ranges[ConstitutiveLaw.RIGID]
            identities = self.labels.to_numpy()[IDENTITY, first:end]
            self.rigid = RigidRange(first, identities, self._real)
        return plan

    def apply_laws(self, dt_s: float) -> None:
        """Advance F, history and V0 τ of every particle by its law and dt [s]."""
        for law, (first, end) in self._ranges.items():
            if law is ConstitutiveLaw.RIGID:
                continue
            if self._total is not None and law in FLOWING_LAWS:
                advance_total(self._total, self.state, first, end, dt_s)
            advance(self.state, self.labels, self._materials, first, end, dt_s, LAWS[law])

    def stiffening(self) -> list[float]:
        """Present wave modulus of every material, as a factor on that at rest."""
        factors = ti.ndarray(self._real, (self._material_count,))
        factors.fill(1.0)
        for law in STIFFENING_LAWS & self._ranges.keys():
            find_stiffening(self.state, self.labels, factors, *self._ranges[law])
        return [float(factor) for factor in factors.to_numpy()]

    def rows(self, first: int, count: int) -> Rows:
        """Some state fields in the order of the input, shape [P, count]."""
        return self._ordered(self.state, first, count)

    def total_deformations(self) -> Rows:
        """Total deformation gradients in the order of the input, elastic ones where nothing flows.

        Shape [P, 9].
        """
        elastic = self.rows(F, 9)
        if self._total is None:
            return elastic
        return np.where(self._flows[:, None], self._ordered(self._total, 0, 9), elastic)

    def _ordered(self, table: Any, first: int, rows: int) -> Rows:
        target = ti.ndarray(self._real, (rows, self.count))
        in_given_order(table, self.labels, first, target, rows, self.count)
        values: Rows = target.to_numpy()
        return values.T

    @property
    def state_bytes(self) -> int:
        """Bytes of the particles and of the room to sort them."""
        numbers = 2 * ROWS + (18 if self._total is not None else 0)
        return self.count * (numbers * self.dtype.itemsize + (2 * LABELS + 2) * 4)


def _groups(
    particles: MpmParticles, materials: Sequence[MaterialParams]
) -> tuple[Ints, list[ConstitutiveLaw], Ints]:
    """Group of every particle, and law and velocity field of every group, sorted by law."""
    laws = list(ConstitutiveLaw)
    law_of = np.array([laws.index(one.law) for one in materials])[particles.material]
    pairs, groups = np.unique(
        np.column_stack([law_of, particles.field]), axis=0, return_inverse=True
    )
    group_laws = [laws[index] for index in pairs[:, 0]]
    return groups.reshape(-1).astype(np.int32), group_laws, pairs[:, 1].astype(np.int32)


def _law_ranges(
    group_laws: Sequence[ConstitutiveLaw], bounds: npt.NDArray[np.int64]
) -> dict[ConstitutiveLaw, tuple[int, int]]:
    """First particle of every law and the end of its last, from the bounds of the groups."""
    ranges: dict[ConstitutiveLaw, tuple[int, int]] = {}
    for law, first, end in zip(group_laws, bounds[:-1], bounds[1:], strict=True):
        start, _ = ranges.get(law, (int(first), 0))
        ranges[law] = start, int(end)
    return ranges


def _initial_rows(particles: MpmParticles, materials: Sequence[MaterialParams]) -> Rows:
    """State fields of particles at rest in shape, shape [P, ROWS]."""
    rows = np.zeros((particles.particle_count, ROWS))
    rows[:, X : X + 3], rows[:, V : V + 3] = particles.positions, particles.velocities
    rows[:, F : F + 9] = np.eye(3).ravel()
    densities = np.array([one.density_kg_m3 for one in materials])
    histories = np.array([initial_history(one.law) for one in materials])
    rows[:, VOLUME] = particles.volumes
    rows[:, MASS] = particles.volumes * densities[particles.material]
    rows[:, HISTORY : HISTORY + 2] = histories[particles.material]
    return rows
