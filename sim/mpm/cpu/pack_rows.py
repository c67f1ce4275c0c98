"""numba intrinsics: the 27-node stencils of a pack of 16 particles, one row of 16 floats at a time.

Weights and values of a pack are computed over its lanes, field by field, into a scratch array. A
16 × 16 transposition turns 16 fields of 16 lanes into one row of 16 floats a particle (base value,
then its change along x, y, z, four floats each), which meets the rows of nodes of `vector_rows`.
"""

# ruff: noqa: ARG001 - numba prescribes the parameters of intrinsics

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.mpm.cpu.jit import intrinsic, ir, types
from sim.mpm.cpu.layout import LANES
from sim.mpm.cpu.vector_rows import NODE, RowBuilder, pointer_to

WEIGHTS = LANES * LANES
"""First weight in the scratch array, behind the 16 rows; a weight of 16 lanes is 16 floats."""
SCRATCH_FLOATS = WEIGHTS + 18 * LANES
"""Floats of a scratch array."""


def _i64(value: int) -> Any:
    return ir.Constant(ir.IntType(64), value)


def _mask(lanes: list[int]) -> Any:
    return ir.Constant(ir.VectorType(ir.IntType(32), len(lanes)), lanes)


def _quarters(*numbers: int) -> Any:
    """Shuffle mask of quarters (four floats each) of two rows, the second's numbered from 4."""
    return _mask([NODE * number + k for number in numbers for k in range(NODE)])


@intrinsic
def transpose_lanes(typing_context: Any, scratch: Any) -> Any:
    """Turn the 16 × 16 floats at the start of a scratch array into their transpose."""
    signature = types.void(scratch)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        rows = RowBuilder(builder, context.get_value_type(signature.args[0].dtype))
        start = pointer_to(context, builder, signature.args[0], arguments[0], _i64(0))
        places = [rows.cast(builder.gep(start, [_i64(k * LANES)])) for k in range(LANES)]
        values = [builder.load(place, align=4) for place in places]
        half = LANES // 2
        low = _mask([lane for k in range(half) for lane in (k, LANES + k)])
        high = _mask([lane for k in range(half, LANES) for lane in (k, LANES + k)])
        for _ in range(LANES.bit_length() - 1):
            pairs = [(values[k], values[k + half]) for k in range(half)]
            values = [builder.shuffle_vector(*pair, mask) for pair in pairs for mask in (low, high)]
        for place, value in zip(places, values, strict=True):
            builder.store(value, place, align=4)
        return context.get_dummy_value()

    return signature, generate


class _Lane:
    """What the stencil of one particle reads from its pack's scratch array."""

    def __init__(
        self, rows: RowBuilder, context: Any, array_type: Any, array: Any, lane: Any
    ) -> None:
        self._builder, self._rows = rows.builder, rows
        start = pointer_to(context, rows.builder, array_type, array, _i64(0))
        self.row = rows.cast(rows.builder.gep(start, [rows.builder.mul(lane, _i64(LANES))]))
        self._weights = rows.builder.gep(start, [rows.builder.add(lane, _i64(WEIGHTS))])

    def number(self, index: int) -> Any:
        place = self._builder.gep(self._weights, [_i64(index * LANES)])
        return self._builder.load(place)

    def splats(self, first: int) -> list[Any]:
        return [self._rows.splat(self.number(first + k)) for k in range(3)]

    def along_z(self, first: int) -> Any:
        return self._rows.per_node([self.number(first + k) for k in range(3)])


@intrinsic
def scatter_lane(typing_context: Any, tile: Any, offset: Any, scratch: Any, lane: Any) -> Any:
    """Add w_ij w_k (base + i slope_x + j slope_y + k slope_z) to the 27 nodes from `offset`.

    Arguments: tile array; index of the stencil's first float; scratch array with the particle's
    row (base, slope_x, slope_y, slope_z) and, from `WEIGHTS`, nine products w_ij and three w_k.
    """
    signature = types.void(tile, types.intp, scratch, types.intp)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        rows = RowBuilder(builder, context.get_value_type(signature.args[0].dtype))
        start = pointer_to(context, builder, signature.args[0], arguments[0], arguments[1])
        own = _Lane(rows, context, signature.args[2], arguments[2], arguments[3])
        row, along = builder.load(own.row, align=4), own.along_z(9)
        quarters = [builder.shuffle_vector(row, row, _quarters(*[k] * NODE)) for k in range(NODE)]
        base = rows.add(quarters[0], rows.mul(quarters[3], rows.node_numbers()))
        value_i, step_x, step_y = (rows.mul(q, along) for q in (base, quarters[1], quarters[2]))
        for i in range(3):
            value = value_i
            for j in range(3):
                place = rows.address(start, i, j)
                part = rows.mul(rows.splat(own.number(3 * i + j)), value)
                builder.store(rows.add(builder.load(place, align=4), part), place, align=4)
                value = rows.add(value, step_y)
            value_i = rows.add(value_i, step_x)
        return context.get_dummy_value()

    return signature, generate


@intrinsic
def gather_lane(typing_context: Any, tile: Any, offset: Any, scratch: Any, lane: Any) -> Any:
    """Weighted sums of the velocities of the 27 nodes from `offset`, put in the particle's row.

    Arguments: tile array; index of the stencil's first float; scratch array with, from `WEIGHTS`,
    three weights and three weights times distance [cells] along x, then y, then z. The row becomes
    Σ w v, Σ w d_x v, Σ w d_y v, Σ w d_z v, four floats each.
    """
    signature = types.void(tile, types.intp, scratch, types.intp)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        rows = RowBuilder(builder, context.get_value_type(signature.args[0].dtype))
        start = pointer_to(context, builder, signature.args[0], arguments[0], arguments[1])
        own = _Lane(rows, context, signature.args[2], arguments[2], arguments[3])
        (x, x_far), (y, y_far) = ((own.splats(n), own.splats(n + 3)) for n in (0, 6))
        plain, with_x, with_y = rows.zero(), rows.zero(), rows.zero()
        for i in range(3):
            nodes = [builder.load(rows.address(start, i, j), align=4) for j in range(3)]
            line, line_y = rows.weighted(nodes, y), rows.weighted(nodes, y_far)
            plain = rows.add(plain, rows.mul(x[i], line))
            with_x = rows.add(with_x, rows.mul(x_far[i], line))
            with_y = rows.add(with_y, rows.mul(x[i], line_y))
        z, z_far = own.along_z(12), own.along_z(15)
        parts = [rows.mul(plain, z), rows.mul(with_x, z), rows.mul(with_y, z)]
        parts.append(rows.mul(plain, z_far))
        builder.store(_sums_of_nodes(rows, parts), own.row, align=4)
        return context.get_dummy_value()

    return signature, generate


def _sums_of_nodes(rows: RowBuilder, parts: list[Any]) -> Any:
    """One row: for each of four rows the sum over its nodes, four floats."""

    def halved(first: Any, second: Any, masks: tuple[Any, Any]) -> Any:
        return rows.add(*[rows.builder.shuffle_vector(first, second, mask) for mask in masks])

    apart = (_quarters(0, 1, 4, 5), _quarters(2, 3, 6, 7))
    first, second = (halved(parts[k], parts[k + 1], apart) for k in (0, 2))
    return halved(first, second, (_quarters(0, 2, 4, 6), _quarters(1, 3, 5, 7)))


def _onto(node_count: int, *, adding: bool) -> Callable[..., Any]:
    """Intrinsic that copies, or adds, this many neighbouring nodes of one array to another."""

    def place_nodes(typing_context: Any, target: Any, to: Any, source: Any, at: Any) -> Any:
        signature = types.void(target, types.intp, source, types.intp)

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            scalar = context.get_value_type(signature.args[0].dtype)
            kind = ir.VectorType(scalar, NODE * node_count).as_pointer()
            places = [
                pointer_to(context, builder, signature.args[k], arguments[k], arguments[k + 1])
                for k in (0, 2)
            ]
            target_place, source_place = (builder.bitcast(place, kind) for place in places)
            nodes = builder.load(source_place, align=4)
            if adding:
                nodes = builder.fadd(builder.load(target_place, align=4), nodes)
            builder.store(nodes, target_place, align=4)
            return context.get_dummy_value()

        return signature, generate

    return intrinsic(place_nodes)


copy_node, copy_three_nodes, copy_four_nodes = (_onto(count, adding=False) for count in (1, 3, 4))
add_node, add_three_nodes, add_four_nodes = (_onto(count, adding=True) for count in (1, 3, 4))
