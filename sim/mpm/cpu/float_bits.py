"""Logarithm and exponential of float32 that loops over lanes vectorise; libm's for float64.

A call of libm's log stops vectorisation. Source of the polynomials: Cephes logf and expf
(Moshier, public domain); relative error below 2e-7.
"""

# ruff: noqa: ARG001 - numba prescribes the parameters of intrinsics

from __future__ import annotations

import math
from typing import Any

from sim.mpm.cpu.jit import cgutils, f32, intrinsic, ir, types, with_float32

_SQRT_HALF = f32(0.70710678)
_LN2_HIGH = f32(0.693359375)
_LN2_LOW = f32(-2.12194440e-4)
_LOG2_E = f32(1.44269504)
_HALF = f32(0.5)
_ONE = f32(1.0)
_L0, _L1, _L2 = (
    f32(7.0376836292e-2),
    f32(-1.1514610310e-1),
    f32(1.1676998740e-1),
)
_L3, _L4, _L5 = (
    f32(-1.2420140846e-1),
    f32(1.4249322787e-1),
    f32(-1.6668057665e-1),
)
_L6, _L7, _L8 = (
    f32(2.0000714765e-1),
    f32(-2.4999993993e-1),
    f32(3.3333331174e-1),
)
_E0, _E1, _E2 = (
    f32(1.9875691500e-4),
    f32(1.3981999507e-3),
    f32(8.3334519073e-3),
)
_E3, _E4, _E5 = (
    f32(4.1665795894e-2),
    f32(1.6666665459e-1),
    f32(5.0000001201e-1),
)


@intrinsic
def _split(typing_context: Any, x: Any) -> Any:
    """Mantissa in [0.5, 1) and exponent of a positive normal float32, both float32."""
    signature = types.UniTuple(types.float32, 2)(types.float32)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        word, real = ir.IntType(32), ir.FloatType()
        bits = builder.bitcast(arguments[0], word)
        exponent = builder.sub(builder.lshr(bits, word(23)), word(126))
        mantissa = builder.or_(builder.and_(bits, word(0x7FFFFF)), word(0x3F000000))
        parts = [builder.bitcast(mantissa, real), builder.sitofp(exponent, real)]
        return cgutils.pack_array(builder, parts)

    return signature, generate


@intrinsic
def _round_and_power(typing_context: Any, x: Any) -> Any:
    """Nearest integer n of x and 2ⁿ of a float32 within ±126, both float32."""
    signature = types.UniTuple(types.float32, 2)(types.float32)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        word, real = ir.IntType(32), ir.FloatType()
        floor = builder.module.declare_intrinsic("llvm.floor", [real])
        nearest = builder.call(floor, [builder.fadd(arguments[0], real(0.5))])
        biased = builder.add(builder.fptosi(nearest, word), word(127))
        power = builder.bitcast(builder.shl(biased, word(23)), real)
        return cgutils.pack_array(builder, [nearest, power])

    return signature, generate


def _log32(x: float) -> Any:
    """Natural logarithm of a positive normal float32."""
    mantissa, exponent = _split(x)
    low = mantissa < _SQRT_HALF
    exponent = exponent - _ONE if low else exponent
    r = mantissa + mantissa - _ONE if low else mantissa - _ONE
    r2 = r * r
    p = ((_L0 * r + _L1) * r + _L2) * r + _L3
    p = (((p * r + _L4) * r + _L5) * r + _L6) * r + _L7
    p = (p * r + _L8) * r * r2 + exponent * _LN2_LOW - _HALF * r2
    return r + p + exponent * _LN2_HIGH


def _exp32(x: float) -> Any:
    """Exponential of a float32 within ±87."""
    nearest, power = _round_and_power(x * _LOG2_E)
    r = x - nearest * _LN2_HIGH - nearest * _LN2_LOW
    p = ((((_E0 * r + _E1) * r + _E2) * r + _E3) * r + _E4) * r + _E5
    return (p * r * r + r + _ONE) * power


@with_float32(_log32)
def log(x: float) -> float:
    """Natural logarithm of a positive normal number."""
    return math.log(x)


@with_float32(_exp32)
def exp(x: float) -> float:
    """Exponential of a number within ±87."""
    return math.exp(x)
