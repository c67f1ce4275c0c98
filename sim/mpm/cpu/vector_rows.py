"""numba intrinsics: raw array access and the 27-node stencil as nine rows of 16 floats.

A grid node is four floats (momentum or velocity x, y, z and mass). The three nodes of a stencil
along z are neighbours in memory, so that one row of the stencil is one vector of 4 nodes × 4
floats, the fourth node with weight zero. A tile is 8³ nodes and ends with room for that node.
"""

# ruff: noqa: ARG001 - numba prescribes the parameters of intrinsics

from __future__ import annotations

from typing import Any

from sim.mpm.cpu.jit import cgutils, intrinsic, ir, types

NODE = 4
"""Floats a node."""
TILE_SIDE = 8
"""Nodes along a tile's side."""
STEP_Z = NODE
STEP_Y = TILE_SIDE * NODE
STEP_X = TILE_SIDE * TILE_SIDE * NODE
TILE_FLOATS = TILE_SIDE * STEP_X + 16
"""Floats of a tile: 8³ nodes and room for the fourth node of the last row."""

_WIDTH = 16
_CONTRACT = ("contract",)


def pointer_to(context: Any, builder: Any, array_type: Any, array: Any, index: Any) -> Any:
    """Address of element `index` of a one-dimensional C array, without wrap-around."""
    data = context.make_array(array_type)(context, builder, array).data
    return builder.gep(data, [index])


@intrinsic
def read(typing_context: Any, array: Any, index: Any) -> Any:
    """`array[index]` of a one-dimensional C array; the index must be inside."""
    signature = array.dtype(array, types.intp)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.load(pointer_to(context, builder, signature.args[0], *arguments))

    return signature, generate


@intrinsic
def write(typing_context: Any, array: Any, index: Any, value: Any) -> Any:
    """`array[index] = value` of a one-dimensional C array; the index must be inside."""
    signature = types.void(array, types.intp, array.dtype)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array_value, position, value = arguments
        address = pointer_to(context, builder, signature.args[0], array_value, position)
        builder.store(value, address)
        return context.get_dummy_value()

    return signature, generate


class RowBuilder:
    """Emits vector instructions on rows of 16 floats."""

    def __init__(self, builder: Any, scalar: Any) -> None:
        self.builder = builder
        self.scalar = scalar
        self.row = ir.VectorType(scalar, _WIDTH)

    def lanes(self, values: list[Any], indices: list[int]) -> Any:
        """Vector whose lanes are `values[indices[lane]]`."""
        base = ir.Constant(ir.VectorType(self.scalar, len(values)), ir.Undefined)
        for position, value in enumerate(values):
            base = self.builder.insert_element(base, value, ir.Constant(ir.IntType(32), position))
        mask = ir.Constant(ir.VectorType(ir.IntType(32), len(indices)), indices)
        return self.builder.shuffle_vector(base, base, mask)

    def splat(self, value: Any) -> Any:
        """A number in every lane."""
        return self.lanes([value], [0] * _WIDTH)

    def zero(self) -> Any:
        """Zero in every lane."""
        return ir.Constant(self.row, [0.0] * _WIDTH)

    def node_numbers(self) -> Any:
        """0, 1, 2, 3: for each float the number of its node along z."""
        return ir.Constant(self.row, [float(lane // NODE) for lane in range(_WIDTH)])

    def per_node(self, values: list[Any]) -> Any:
        """Three values, each repeated for the floats of its node; zero for the fourth node."""
        zero = ir.Constant(self.scalar, 0.0)
        return self.lanes([*values, zero], [lane // NODE for lane in range(_WIDTH)])

    def cast(self, place: Any) -> Any:
        """Address of a number as that of a row."""
        return self.builder.bitcast(place, self.row.as_pointer())

    def weighted(self, rows: list[Any], weights: list[Any]) -> Any:
        """Sum of rows times weights."""
        total = self.mul(rows[0], weights[0])
        for row, weight in zip(rows[1:], weights[1:], strict=True):
            total = self.add(total, self.mul(row, weight))
        return total

    def add(self, first: Any, second: Any) -> Any:
        """Sum; may be contracted with a product."""
        return self.builder.fadd(first, second, flags=_CONTRACT)

    def mul(self, first: Any, second: Any) -> Any:
        """Product."""
        return self.builder.fmul(first, second, flags=_CONTRACT)

    def address(self, pointer: Any, i: int, j: int) -> Any:
        """Address of row (i, j) of the stencil that starts at a pointer."""
        offset = ir.Constant(ir.IntType(64), i * STEP_X + j * STEP_Y)
        place = self.builder.gep(pointer, [offset])
        return self.builder.bitcast(place, self.row.as_pointer())

    def sum_of_nodes(self, row: Any) -> list[Any]:
        """First three floats of the sum over the row's nodes."""
        for width in (8, 4):
            parts = []
            for start in (0, width):
                lanes = list(range(start, start + width))
                mask = ir.Constant(ir.VectorType(ir.IntType(32), width), lanes)
                parts.append(self.builder.shuffle_vector(row, row, mask))
            row = self.add(*parts)
        index = [ir.Constant(ir.IntType(32), position) for position in range(3)]
        return [self.builder.extract_element(row, position) for position in index]


def _unpack(builder: Any, value: Any, count: int) -> list[Any]:
    return [builder.extract_value(value, position) for position in range(count)]


@intrinsic
def gather_stencil(
    typing_context: Any, tile: Any, offset: Any, weights: Any, distances: Any
) -> Any:
    """Weighted sums of the velocities of the 27 nodes from `offset`.

    Arguments: tile array; index of the stencil's first float; 9 weights and 9 distances to the
    particle in cells (x, y, z: 3 each).

    Returns 12 numbers: Σ w v, then Σ w d_x v, Σ w d_y v and Σ w d_z v.
    """
    result = types.UniTuple(tile.dtype, 12)
    nine = types.UniTuple(tile.dtype, 9)
    signature = result(tile, types.intp, nine, nine)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        scalar = context.get_value_type(signature.args[0].dtype)
        rows = RowBuilder(builder, scalar)
        pointer = pointer_to(context, builder, signature.args[0], arguments[0], arguments[1])
        w, d = (_unpack(builder, argument, 9) for argument in arguments[2:4])
        plain, with_x, with_y = rows.zero(), rows.zero(), rows.zero()
        for i in range(3):
            for j in range(3):
                row = builder.load(rows.address(pointer, i, j), align=4)
                weight = builder.fmul(w[i], w[3 + j])
                plain = rows.add(plain, rows.mul(rows.splat(weight), row))
                x_weight, y_weight = builder.fmul(weight, d[i]), builder.fmul(weight, d[3 + j])
                with_x = rows.add(with_x, rows.mul(rows.splat(x_weight), row))
                with_y = rows.add(with_y, rows.mul(rows.splat(y_weight), row))
        along_z = rows.per_node(w[6:9])
        plain = rows.mul(plain, along_z)
        parts = [plain, rows.mul(with_x, along_z), rows.mul(with_y, along_z)]
        parts.append(rows.mul(plain, rows.per_node(d[6:9])))
        numbers = [number for part in parts for number in rows.sum_of_nodes(part)]
        return cgutils.pack_array(builder, numbers)

    return signature, generate
