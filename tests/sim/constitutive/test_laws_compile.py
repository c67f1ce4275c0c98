"""The plain laws as numba compiles them: float32 in, float32 out, no double between."""

from __future__ import annotations

import inspect
import re

import numba
import numpy as np
import pytest
from numba import types

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
    count = len(inspect.signature(law).parameters)
    signature = (types.float32,) * count
    compiled = numba.njit(error_model="numpy")(law)
    compiled.compile(signature)
    returned = compiled.overloads[signature].signature.return_type
    parts = set(returned) if isinstance(returned, types.BaseTuple) else {returned}
    assert parts == {types.float32}
    text = compiled.inspect_llvm(signature)
    # Numbers of Python are doubles: the wrapper may convert them, nothing may compute in them.
    assert not re.search(r"= f(add|sub|mul|div)[^\n]*\bdouble\b", text)
    assert not re.search(r"double @(llvm\.)?(exp|log|sqrt)", text)
    arguments = np.linspace(0.91, 1.07, count)
    plain = np.array(law(*arguments.tolist()))
    assert np.allclose(compiled(*arguments.astype(np.float32)), plain, rtol=1e-4, atol=1e-5)
