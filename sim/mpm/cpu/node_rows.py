"""numba intrinsics: what happens to all nodes of a grid block, four nodes at a time."""

# ruff: noqa: ARG001 - numba prescribes the parameters of intrinsics

from __future__ import annotations

from typing import Any

from sim.mpm.cpu.jit import intrinsic, ir, types
from sim.mpm.cpu.layout import BLOCK_FLOATS
from sim.mpm.cpu.vector_rows import NODE, RowBuilder, pointer_to

_NO_MASS = 1e-30
_HUGE = 1e18
_ROW = 4 * NODE
_MASS = NODE - 1


def _block_rows(context: Any, builder: Any, signature: Any, arguments: Any) -> tuple[Any, Any]:
    """Row builder, and the addresses of the rows of the block at `arguments[1]` of an array."""
    rows = RowBuilder(builder, context.get_value_type(signature.args[0].dtype))
    start = pointer_to(context, builder, signature.args[0], *arguments[:2])
    offsets = [ir.Constant(ir.IntType(64), n) for n in range(0, BLOCK_FLOATS, _ROW)]
    return rows, [rows.cast(builder.gep(start, [offset])) for offset in offsets]


def _spread(rows: RowBuilder, row: Any) -> Any:
    """The mass of every node in all its floats."""
    lanes = [lane // NODE * NODE + _MASS for lane in range(_ROW)]
    mask = ir.Constant(ir.VectorType(ir.IntType(32), _ROW), lanes)
    return rows.builder.shuffle_vector(row, row, mask)


def _is_mass() -> Any:
    """True for the mass of every node, false for its velocity."""
    lanes = [lane % NODE == _MASS for lane in range(_ROW)]
    return ir.Constant(ir.VectorType(ir.IntType(1), _ROW), lanes)


@intrinsic
def velocities_of_block(
    typing_context: Any, grid: Any, start: Any, kept: Any, x: Any, y: Any, z: Any
) -> Any:
    """Divide momentum by mass, add (x, y, z) [m/s] and damp, for the nodes from `start`."""
    signature = types.void(grid, types.intp, *[grid.dtype] * 4)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        rows, places = _block_rows(context, builder, signature, arguments)
        kept = rows.splat(arguments[2])
        zero = ir.Constant(rows.scalar, 0.0)
        pull = rows.mul(kept, rows.lanes([*arguments[3:6], zero], [*range(NODE)] * NODE))
        for place in places:
            row = builder.load(place, align=4)
            mass = _spread(rows, row)
            heavy = builder.fcmp_ordered(">", mass, ir.Constant(rows.row, [_NO_MASS] * _ROW))
            velocity = rows.add(rows.mul(row, builder.fdiv(kept, mass)), pull)
            velocity = builder.select(heavy, velocity, rows.zero())
            builder.store(builder.select(_is_mass(), row, velocity), place, align=4)
        return context.get_dummy_value()

    return signature, generate


@intrinsic
def fastest_of_block(typing_context: Any, grid: Any, start: Any) -> Any:
    """Largest |velocity component| of the nodes from `start`; infinite unless all is finite."""
    signature = grid.dtype(grid, types.intp)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        rows, places = _block_rows(context, builder, signature, arguments)
        huge = ir.Constant(rows.row, [_HUGE] * _ROW)
        top, most = rows.zero(), rows.zero()
        for place in places:
            row = builder.load(place, align=4)
            negative = builder.fcmp_ordered("<", row, rows.zero())
            size = builder.select(negative, builder.fneg(row), row)
            top = builder.select(builder.fcmp_ordered(">", size, top), size, top)
            strange = builder.fcmp_unordered(">=", size, huge)
            most = builder.select(strange, ir.Constant(rows.row, [float("inf")] * _ROW), most)
        speeds = builder.select(_is_mass(), most, top)
        return _largest(rows, speeds, most)

    return signature, generate


def _largest(rows: RowBuilder, *values: Any) -> Any:
    """Largest float of some rows."""
    builder = rows.builder
    parts = list(values)
    while len(parts) > 1:
        first, second = parts.pop(), parts.pop()
        parts.append(builder.select(builder.fcmp_ordered(">", first, second), first, second))
    row, width = parts[0], _ROW
    while width > 1:
        width //= 2
        halves = []
        for begin in (0, width):
            mask = ir.Constant(ir.VectorType(ir.IntType(32), width), [*range(begin, begin + width)])
            halves.append(builder.shuffle_vector(row, row, mask))
        row = builder.select(builder.fcmp_ordered(">", *halves), *halves)
    return builder.extract_element(row, ir.Constant(ir.IntType(32), 0))
