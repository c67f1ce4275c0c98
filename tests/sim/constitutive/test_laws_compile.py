"""The plain laws as numba types them: float32 in, float32 everywhere, no double between."""

from __future__ import annotations

import inspect

import pytest
from numba import types
from numba.core import compiler, typed_passes
from numba.core.registry import cpu_target

from sim.constitutive import (
    drucker_prager,
    fixed_corotated,
    hencky,
    liquid,
    neo_hookean,
    snow,
    viscoplastic,
    von_mises,
)

FUNCTIONS = [
    fixed_corotated.energy,
    fixed_corotated.kirchhoff_stress,
    hencky.energy,
    hencky.kirchhoff_stress,
    neo_hookean.energy,
    neo_hookean.kirchhoff_stress,
    liquid.energy,
    liquid.kirchhoff_stress,
    liquid.return_mapping,
    liquid.viscous_stress,
    von_mises.return_mapping,
    viscoplastic.return_mapping,
    drucker_prager.return_mapping,
    snow.hardened_moduli,
    snow.return_mapping,
]


@pytest.mark.parametrize("law", FUNCTIONS, ids=lambda law: f"{law.__module__}.{law.__name__}")
def test_laws_stay_in_float32(law):
    typing, target = cpu_target.typing_context, cpu_target.target_context
    typing.refresh()
    target.refresh()
    arguments = (types.float32,) * len(inspect.signature(law).parameters)
    body = compiler.run_frontend(law)
    typed = typed_passes.type_inference_stage(typing, target, body, arguments, None)
    parts = set(typed.return_type) if isinstance(typed.return_type, types.BaseTuple) else set()
    assert parts <= {types.float32}
    assert parts or typed.return_type is types.float32
    assert types.float64 not in typed.typemap.values()
    assert types.int64 not in typed.typemap.values()


def test_a_literal_would_be_noticed():
    def careless(s0):
        return s0 * 0.5

    typing, target = cpu_target.typing_context, cpu_target.target_context
    typing.refresh()
    body = compiler.run_frontend(careless)
    typed = typed_passes.type_inference_stage(typing, target, body, (types.float32,), None)
    assert typed.return_type is types.float64
