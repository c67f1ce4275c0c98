"""Kernel of `plasticine`: Hencky elasticity with the von Mises return mapping.

The elastic F forgets what has flowed, so the total deformation is kept beside it for the splats.
"""

from __future__ import annotations

from sim.constitutive import hencky, von_mises
from sim.mpm.cpu.hencky_form import gradient_of, principal_strains, spatial
from sim.mpm.cpu.jit import f32, inline, kernel, prange
from sim.mpm.cpu.layout import LANES, PACK, TAU, TOTAL_PACK, VOLUME, C, F
from sim.mpm.cpu.tensors import State, advanced, read_matrix, write_matrix, write_symmetric
from sim.mpm.cpu.vector_rows import read

_ZERO = f32(0.0)
_ONE = f32(1.0)
_THIRD = f32(1 / 3)

_return_mapping = inline(von_mises.return_mapping)
_principal_stress = inline(hencky.kirchhoff_stress)


@kernel
def update_plasticine(
    state: State, total: State, dt: float, mu: float, lam: float, radius: float
) -> None:
    """F ← projected (I + dt C) F, the total gradient, and V0 τ(F), for every particle.

    Args:
        state: Particle packs, see `layout`.
        total: Total deformation gradients, 9 fields a particle in packs.
        dt: Substep [s].
        mu: Shear modulus [Pa].
        lam: First Lamé parameter [Pa].
        radius: Largest elastic ‖dev ε‖, see `von_mises.strain_radius`.
    """
    for pack in prange(len(state) // PACK):
        for lane in range(LANES):
            at = pack * PACK + lane
            c = read_matrix(state, at + C)
            e, u, v = principal_strains(advanced(read_matrix(state, at + F), c, dt))
            mapped = _return_mapping(
                e[0], e[1], e[2], _ZERO, _ZERO, radius, _ONE, _ONE, _ZERO,
                _THIRD, _ZERO, _ONE, _ONE,
            )  # fmt: skip
            e = (mapped[0], mapped[1], mapped[2])
            write_matrix(state, at + F, gradient_of(e, u, v))
            tau = spatial(_principal_stress(e[0], e[1], e[2], mu, lam), u)
            write_symmetric(state, at + TAU, tau, read(state, at + VOLUME))
        for lane in range(LANES):
            at = pack * TOTAL_PACK + lane
            c = read_matrix(state, pack * PACK + lane + C)
            write_matrix(total, at, advanced(read_matrix(total, at), c, dt))
