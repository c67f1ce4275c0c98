"""Kernel of `sand`: Hencky elasticity with the Drucker–Prager return mapping."""

from __future__ import annotations

from sim.constitutive import drucker_prager, hencky
from sim.mpm.cpu.hencky_form import gradient_of, principal_strains, spatial
from sim.mpm.cpu.jit import f32, inline, kernel, prange
from sim.mpm.cpu.layout import LANES, PACK, TAU, VOLUME, C, F
from sim.mpm.cpu.tensors import State, advanced, read_matrix, write_matrix, write_symmetric
from sim.mpm.cpu.vector_rows import read

_ZERO = f32(0.0)
_ONE = f32(1.0)
_THIRD = f32(1 / 3)

_return_mapping = inline(drucker_prager.return_mapping)
_principal_stress = inline(hencky.kirchhoff_stress)


@kernel
def update_sand(state: State, dt: float, mu: float, lam: float, expansion_slope: float) -> None:
    """F ← projected (I + dt C) F, and V0 τ(F), for every particle.

    Args:
        state: Particle packs, see `layout`.
        dt: Substep [s].
        mu: Shear modulus [Pa].
        lam: First Lamé parameter [Pa].
        expansion_slope: alpha (3 lam + 2 mu) / (2 mu), see `drucker_prager`.
    """
    for pack in prange(len(state) // PACK):
        for lane in range(LANES):
            at = pack * PACK + lane
            trial = advanced(read_matrix(state, at + F), read_matrix(state, at + C), dt)
            e, u, v = principal_strains(trial)
            mapped = _return_mapping(
                e[0], e[1], e[2], _ZERO, _ZERO, expansion_slope, _ZERO, _ZERO, _ZERO,
                _THIRD, _ZERO, _ONE, _ONE,
            )  # fmt: skip
            e = (mapped[0], mapped[1], mapped[2])
            write_matrix(state, at + F, gradient_of(e, u, v))
            tau = spatial(_principal_stress(e[0], e[1], e[2], mu, lam), u)
            write_symmetric(state, at + TAU, tau, read(state, at + VOLUME))
