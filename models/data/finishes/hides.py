"""Finishes of fabric, leather and paper."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.data.finishes.finish import (
    Finish,
    FloatArray,
    Pattern,
    Reals,
    Relief,
    Texels,
    any_color,
    as_color,
    flat_axes,
    highlights,
    lettering,
    mix,
    one_of,
    random_direction,
    shaded,
    smooth_step,
    speckle,
)
from models.data.procedural_noise import Cells, Noise


def _folds(rng: np.random.Generator, depth: float) -> tuple[Noise, Relief]:
    """Creases of a soft skin: a noise that is 0 along them, and their relief."""
    creases = Noise.random(rng, rng.uniform(1.8, 3.2) * np.array([1.0, 2.0, 1.0]))
    return creases, lambda p: -depth * smooth_step(-np.abs(creases.smooth_at(p)), -0.5, 0)


def _cloth(rng: np.random.Generator, pattern: Pattern, *, fuzz: float = 0.05) -> Finish:
    """A folded cloth whose colours [N, 3] depend on texels."""
    creases, relief = _folds(rng, rng.uniform(0.015, 0.05))

    def paint(texels: Texels) -> Reals:
        fold = smooth_step(-np.abs(creases.at(texels.points)), -0.35, 0)
        light = -0.3 * fold + fuzz * speckle(rng, len(texels))
        return shaded(pattern(texels), light)

    return Finish(paint, relief)


def _threads(texels: Texels, pitch: float) -> tuple[FloatArray, FloatArray]:
    """Light on over-and-under threads and which direction lies on top, each shape [N]."""
    u, v = flat_axes(texels)
    u, v = u * pitch, v * pitch
    over = ((np.floor(u) + np.floor(v)) % 2).astype(np.float32)
    round_u, round_v = np.abs(np.sin(np.pi * u)), np.abs(np.sin(np.pi * v))
    return np.where(over == 1, round_u, round_v).astype(np.float32), over


def plain_weave(rng: np.random.Generator) -> Finish:
    """Coarse canvas or linen of one colour."""
    color, pitch = any_color(rng, (0.05, 0.7), (0.35, 0.95)), rng.uniform(34, 48)

    def pattern(texels: Texels) -> Reals:
        light, over = _threads(texels, pitch)
        slub = Noise.random(rng, [6.0, 50.0, 50.0]).at(texels.points)
        return shaded(color, 0.34 * (light - 0.7) + 0.07 * (over - 0.5) + 0.06 * slub)

    return _cloth(rng, pattern)


def tartan(rng: np.random.Generator) -> Finish:
    """Crossing stripes of several colours."""
    ground, first, second = (any_color(rng, (0.3, 0.9), (0.2, 0.95)) for _ in range(3))
    repeat, shift, wide = rng.uniform(2.5, 5), rng.random(2), rng.uniform(0.12, 0.3)

    def pattern(texels: Texels) -> Reals:
        color = np.broadcast_to(ground, texels.points.shape)
        for axis, offset in zip(flat_axes(texels), shift, strict=True):
            at = (axis * repeat + offset) % 1
            color = mix(color, first, 0.55 * (at < wide).astype(np.float32))
            color = mix(color, second, 0.6 * (np.abs(at - 0.6) < 0.03).astype(np.float32))
        light, _ = _threads(texels, 46.0)
        return shaded(color, 0.2 * (light - 0.7))

    return _cloth(rng, pattern)


def knit(rng: np.random.Generator) -> Finish:
    """Knitted wool: columns of V-shaped stitches."""
    color, pitch = any_color(rng, (0.1, 0.8), (0.3, 0.95)), rng.uniform(13, 20)
    other = any_color(rng, (0.1, 0.8), (0.3, 0.95)) if rng.random() < 0.4 else color
    rows = rng.integers(3, 7)

    def pattern(texels: Texels) -> Reals:
        u, v = flat_axes(texels)
        column = np.abs((u * pitch) % 1 - 0.5)
        stitch = v * pitch * 1.3 - 1.1 * column
        light = np.abs(np.sin(np.pi * stitch)) * (
            0.35 + 0.65 * np.sin(np.pi * np.minimum(2 * column, 1) ** 0.7)
        )
        band = (np.floor(stitch / rows) % 2).astype(np.float32)
        wool = Noise.random(rng, 60.0).at(texels.points)
        return shaded(mix(color, other, band), 0.75 * (light - 0.55) + 0.06 * wool)

    return _cloth(rng, pattern, fuzz=0.06)


def denim(rng: np.random.Generator) -> Finish:
    """Twill with pale slanted threads, worn at the folds."""
    dark = one_of(
        rng, [(0.16, 0.24, 0.4), (0.25, 0.36, 0.52), (0.12, 0.15, 0.22), (0.45, 0.4, 0.32)]
    )
    pitch = rng.uniform(30, 42)

    def pattern(texels: Texels) -> Reals:
        u, v = flat_axes(texels)
        line = smooth_step(np.sin(2 * np.pi * pitch * (u + 0.7 * v)), 0.1, 0.9)
        slub = Noise.random(rng, [60.0, 8.0, 60.0]).at(texels.points)
        worn = smooth_step(Noise.random(rng, 3.0, 2).at(texels.points), 0.2, 2.2)
        share = np.clip(0.42 * line + 0.08 * slub + 0.35 * worn, 0, 1).astype(np.float32)
        return mix(dark, as_color(0.78, 0.82, 0.86), share)

    return _cloth(rng, pattern)


def towel(rng: np.random.Generator) -> Finish:
    """Terry cloth: rows of loops, with a woven border stripe."""
    color, loops = any_color(rng, (0.05, 0.6), (0.5, 1.0)), Cells.random(rng, 46.0)
    stripe = any_color(rng, (0.1, 0.7), (0.4, 0.9))

    def pattern(texels: Texels) -> Reals:
        _, v = flat_axes(texels)
        band = (np.abs(v - 0.18) < 0.025).astype(np.float32)
        light = 0.55 * (0.45 - loops.distance(texels.points))
        return shaded(mix(color, stripe, band), light.astype(np.float32))

    return _cloth(rng, pattern, fuzz=0.08)


_HIDES = [
    (0.42, 0.24, 0.13),
    (0.3, 0.17, 0.1),
    (0.13, 0.11, 0.1),
    (0.6, 0.36, 0.18),
    (0.45, 0.12, 0.1),
    (0.68, 0.5, 0.32),
]


def _hide(
    rng: np.random.Generator, grain: npt.ArrayLike, depth: float, extra: Pattern | None = None
) -> Finish:
    """Leather: a net of fine grooves, worn patches, a soft shine, and stitches where given."""
    color, net = one_of(rng, _HIDES, 0.03), Cells.random(rng, grain)
    groove_depth = 0.25 * depth / float(np.asarray(grain, np.float32).mean())
    wear, (creases, relief) = Noise.random(rng, 2.5, 3), _folds(rng, rng.uniform(0.01, 0.03))

    def paint(texels: Texels) -> Reals:
        points = texels.points
        groove = smooth_step(-net.edge(points), -0.22, -0.02)
        fold = smooth_step(-np.abs(creases.at(points)), -0.2, 0)
        worn = smooth_step(wear.at(points), 0.3, 2.2)
        base = mix(color, np.minimum(color * 1.5 + 0.06, 1), 0.5 * worn)
        light = -depth * groove - 0.22 * fold + 0.05 * (net.identity(points) - 0.5)
        shine = 0.22 * highlights(texels, rng, size=0.25, hardness=0.1) * (1 - 0.6 * groove)
        painted = shaded(base, light) + shine[:, None]
        return painted if extra is None else painted * extra(texels)

    def surface(points: FloatArray) -> Reals:
        return relief(points) - groove_depth * smooth_step(-net.smooth_edge(points), -0.3, 0)

    return Finish(paint, surface)


def grain_leather(rng: np.random.Generator) -> Finish:
    """Pebbled leather of a bag or a chair."""
    return _hide(rng, rng.uniform(30, 48), rng.uniform(0.3, 0.5))


def stitched_leather(rng: np.random.Generator) -> Finish:
    """Smooth leather with seams and pale stitches."""
    normal, offset = random_direction(rng), rng.uniform(-0.1, 0.1)
    turn = random_direction(rng)
    gain = as_color(2.4, 2.2, 1.9)

    def seams(texels: Texels) -> Reals:
        side = texels.points @ normal - offset
        gap = smooth_step(-np.abs(side), -0.008, -0.003)
        line = np.abs(np.abs(side) - 0.028) < 0.006
        stitch = line & ((texels.points @ turn * 26) % 1 < 0.6)
        factor = np.broadcast_to(1 - 0.6 * gap[:, None], texels.points.shape)
        return np.where(stitch[:, None], gain, factor).astype(np.float32)

    return _hide(rng, 55.0, 0.2, seams)


def suede(rng: np.random.Generator) -> Finish:
    """The rough side of leather: velvety, brushed in patches."""
    color, nap = one_of(rng, _HIDES, 0.04), Noise.random(rng, 3.5, 2)
    creases, relief = _folds(rng, 0.03)

    def paint(texels: Texels) -> Reals:
        brushed = smooth_step(nap.at(texels.points), -0.4, 0.4)
        fold = smooth_step(-np.abs(creases.at(texels.points)), -0.25, 0)
        fibre = Noise.random(rng, 70.0).at(texels.points)
        light = (
            0.22 * (brushed - 0.5) - 0.28 * fold + 0.06 * fibre + 0.05 * speckle(rng, len(texels))
        )
        return shaded(np.minimum(color * 1.15 + 0.03, 1), light)

    return Finish(paint, relief)


def crocodile_leather(rng: np.random.Generator) -> Finish:
    """Leather embossed with large scales."""
    return _hide(rng, np.array([11.0, 15.0, 15.0]) * rng.uniform(0.9, 1.5), 0.42)


def cracked_leather(rng: np.random.Generator) -> Finish:
    """Old leather, dry and cracked along its creases."""
    cracks = Noise.random(rng, np.array([7.0, 16.0, 7.0]), 2)

    def lines(texels: Texels) -> Reals:
        crack = smooth_step(-np.abs(cracks.at(texels.points)), -0.12, -0.02)
        pale = smooth_step(-np.abs(cracks.at(texels.points)), -0.4, -0.12) - crack
        return np.broadcast_to((1 - 0.45 * crack + 0.3 * pale)[:, None], texels.points.shape)

    return _hide(rng, 40.0, 0.25, lines)


_KRAFT = [(0.72, 0.56, 0.38), (0.66, 0.5, 0.34), (0.78, 0.64, 0.46)]


def corrugated_card(rng: np.random.Generator) -> Finish:
    """Brown packing board: fine fibres, faint flutes, packing tape, a stamp."""
    color, pitch = one_of(rng, _KRAFT, 0.03), rng.uniform(30, 44)
    tape, ink = rng.random() < 0.7, one_of(rng, [(0.15, 0.13, 0.12), (0.5, 0.15, 0.12)])
    at = rng.uniform(-0.15, 0.15, 2)

    def paint(texels: Texels) -> Reals:
        u, v = flat_axes(texels)
        fibre = Noise.random(rng, 70.0).at(texels.points)
        light = 0.02 * np.sin(2 * np.pi * pitch * u) + 0.025 * fibre
        card = shaded(color, light + 0.025 * speckle(rng, len(texels)))
        a, b = u - at[0], v - at[1]
        frame = (np.maximum(np.abs(a) / 0.2, np.abs(b) / 0.13) < 1) & ~(
            np.maximum(np.abs(a) / 0.185, np.abs(b) / 0.115) < 1
        )
        text = (np.maximum(np.abs(a) / 0.16, np.abs(b) / 0.09) < 1) & lettering(a, b, 0.06)
        card = mix(card, ink, 0.8 * (frame | text))
        strip = (np.abs(u + 0.25) < 0.05) & tape
        return mix(card, as_color(0.86, 0.77, 0.58), 0.65 * strip)

    return Finish(paint)


def printed_carton(rng: np.random.Generator) -> Finish:
    """A carton printed with panels, a title and lines of small text."""
    ground, panel = any_color(rng, (0, 0.9), (0.5, 1)), any_color(rng, (0.3, 1), (0.4, 1))
    ink, title_ink = any_color(rng, (0, 0.6), (0, 0.35)), any_color(rng, (0, 0.3), (0.85, 1))
    at = rng.uniform(-0.15, 0.1, 2)

    def paint(texels: Texels) -> Reals:
        u, v = flat_axes(texels)
        a, b = u - at[0], v - at[1]
        inside = (np.abs(a) < 0.26) & (np.abs(b - 0.05) < 0.13)
        stripe = np.abs(b + 0.13) < 0.012
        title = inside & (np.abs(b - 0.06) < 0.06) & lettering(a, b, 0.13)
        small = (b < -0.16) & (np.abs(a) < 0.3) & lettering(a, b, 0.032)
        color = mix(mix(ground, panel, inside | stripe), title_ink, title.astype(np.float32))
        fibre = 0.014 * Noise.random(rng, 60.0).at(texels.points)
        return shaded(mix(color, ink, 0.9 * small), fibre + 0.01 * speckle(rng, len(texels)))

    return Finish(paint)


def crumpled_paper(rng: np.random.Generator) -> Finish:
    """White or coloured paper, crumpled: flat facets with sharp edges."""
    color = (
        as_color(0.95, 0.94, 0.91) if rng.random() < 0.6 else any_color(rng, (0.1, 0.5), (0.8, 1))
    )
    facets, fine = Cells.random(rng, rng.uniform(5, 8)), Cells.random(rng, 14.0)

    def paint(texels: Texels) -> Reals:
        tilt = facets.identity(texels.points) + 0.6 * fine.identity(texels.points) - 0.8
        edge = smooth_step(-facets.edge(texels.points), -0.06, 0)
        return shaded(color, 0.22 * tilt - 0.12 * edge + 0.01 * speckle(rng, len(texels)))

    def relief(points: FloatArray) -> Reals:
        return 0.05 * facets.smooth_edge(points) + 0.015 * fine.smooth_edge(points)

    return Finish(paint, relief)


def newspaper(rng: np.random.Generator) -> Finish:
    """Grey paper in columns of print."""
    color, gap = one_of(rng, [(0.84, 0.82, 0.77), (0.88, 0.87, 0.83)], 0.02), rng.uniform(0.2, 0.3)
    creases, relief = _folds(rng, 0.02)

    def paint(texels: Texels) -> Reals:
        u, v = flat_axes(texels)
        column = (u / gap) % 1 < 0.88
        heading = (v / 0.4) % 1 < 0.14
        text = np.where(heading, lettering(u, v, 0.056), lettering(u, v, 0.026))
        photo = (np.floor(u / gap) % 3 == 1) & (np.abs(v - 0.1) < 0.12)
        grey = Noise.random(rng, 9.0, 3).at(texels.points)
        ink = np.where(photo, 0.45 + 0.2 * grey, 0.62 * (column & text))
        fold = smooth_step(-np.abs(creases.at(texels.points)), -0.3, 0)
        return shaded(color, (-np.clip(ink, 0, 0.9) - 0.15 * fold).astype(np.float32))

    return Finish(paint, relief)
