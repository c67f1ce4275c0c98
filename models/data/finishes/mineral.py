"""Finishes of ceramic and stone."""

from __future__ import annotations

import numpy as np

from models.data.finishes.finish import (
    Finish,
    Pattern,
    Reals,
    Texels,
    as_color,
    flat_axes,
    highlights,
    mix,
    one_of,
    shaded,
    smooth_step,
    speckle,
)
from models.data.procedural_noise import Cells, Noise

_GLAZES = [
    (0.93, 0.91, 0.86),
    (0.25, 0.4, 0.5),
    (0.35, 0.5, 0.38),
    (0.55, 0.25, 0.15),
    (0.3, 0.3, 0.33),
    (0.65, 0.75, 0.75),
    (0.85, 0.75, 0.55),
]
_CLAY = as_color(0.72, 0.42, 0.28)


def _glazed(rng: np.random.Generator, colors: Pattern, *, gloss: float = 0.85) -> Finish:
    """Glaze over given colours [N, 3]: window reflections, speckles, a bare foot."""
    biscuit, wave = (
        one_of(rng, [(0.8, 0.66, 0.5), (0.72, 0.5, 0.36), (0.85, 0.8, 0.72)]),
        Noise.random(rng, 4.0),
    )
    bare = rng.uniform(0.02, 0.07)

    def paint(texels: Texels) -> Reals:
        height = texels.points[:, 2] - texels.points[:, 2].min()
        foot = smooth_step(bare + 0.02 * wave.at(texels.points) - height, -0.005, 0.005)
        color = mix(colors(texels), shaded(biscuit, 0.03 * speckle(rng, len(texels))), foot)
        glints = highlights(texels, rng, size=0.05, hardness=0.75) * (1 - foot)
        return mix(color, as_color(1, 1, 1), gloss * glints)

    return Finish(paint)


def glazed_ceramic(rng: np.random.Generator) -> Finish:
    """Glaze of one colour that pools dark below and breaks pale at edges."""
    color, pool = one_of(rng, _GLAZES), Noise.random(rng, np.array([4.0, 4.0, 1.5]), 2)

    def colors(texels: Texels) -> Reals:
        depth = 0.5 * pool.at(texels.points) - 1.3 * texels.points[:, 2]
        return shaded(color, -0.16 * np.clip(depth, -1, 1.5))

    return _glazed(rng, colors)


def painted_china(rng: np.random.Generator) -> Finish:
    """White porcelain with painted bands and flowers."""
    ink = one_of(rng, [(0.1, 0.2, 0.55), (0.1, 0.2, 0.55), (0.6, 0.12, 0.12), (0.1, 0.4, 0.25)])
    bands, repeat = rng.uniform(-0.3, 0.3, 2), rng.uniform(4, 7)
    leaves = rng.integers(4, 7)

    def colors(texels: Texels) -> Reals:
        u, v = flat_axes(texels)
        ring = np.minimum.reduce([np.abs(v - band) for band in bands])
        a, b = (u * repeat) % 1 - 0.5, (v * repeat) % 1 - 0.5
        angle, radius = np.arctan2(b, a), np.hypot(a, b)
        flower = radius < 0.16 + 0.14 * np.cos(leaves * angle)
        stem = np.abs(b - 0.12 * np.sin(12 * a)) < 0.03
        mark = flower | (stem & (radius > 0.25)) | (ring < 0.014)
        wash = Noise.random(rng, 14.0, 2).at(texels.points)
        return mix(as_color(0.95, 0.95, 0.93), ink, np.clip(0.8 + 0.12 * wash, 0, 1) * mark)

    return _glazed(rng, colors)


def terracotta(rng: np.random.Generator) -> Finish:
    """Unglazed red clay with turning marks and pale bloom."""
    color, bloom = (
        one_of(rng, [(0.74, 0.42, 0.27), (0.68, 0.36, 0.22), (0.8, 0.52, 0.36)], 0.03),
        Noise.random(rng, 3.0, 3),
    )
    marks = Noise.random(rng, np.array([0.6, 0.6, 26.0]), 2)

    def paint(texels: Texels) -> Reals:
        light = 0.03 * speckle(rng, len(texels)) + 0.04 * np.sin(190 * texels.points[:, 2])
        pale = 0.4 * smooth_step(bloom.at(texels.points), 0.4, 2.4)
        return mix(shaded(color, light + 0 * pale), as_color(0.9, 0.8, 0.72), pale)

    return Finish(paint, lambda p: 0.002 * marks.smooth_at(p))


def dipped_stoneware(rng: np.random.Generator) -> Finish:
    """Speckled stoneware, half dipped in another glaze."""
    first, second = one_of(rng, _GLAZES), one_of(rng, [(0.87, 0.82, 0.72), (0.8, 0.74, 0.64)])
    specks, edge, level = Cells.random(rng, 34.0), Noise.random(rng, 2.5), rng.uniform(-0.2, 0.15)

    def colors(texels: Texels) -> Reals:
        dipped = smooth_step(
            texels.points[:, 2] - level + 0.03 * edge.at(texels.points), -0.01, 0.01
        )
        radius = 0.25 * specks.identity(texels.points)
        speck = smooth_step(radius - specks.distance(texels.points), 0, 0.06)
        return mix(mix(second, first, dipped), as_color(0.25, 0.17, 0.12), 0.75 * speck)

    return _glazed(rng, colors, gloss=0.6)


def crackle_glaze(rng: np.random.Generator) -> Finish:
    """Pale celadon with a net of fine cracks."""
    color, net = (
        one_of(rng, [(0.72, 0.8, 0.72), (0.85, 0.83, 0.74), (0.7, 0.8, 0.82)], 0.03),
        Cells.random(rng, 9.0),
    )
    fine = Cells.random(rng, 22.0)

    def colors(texels: Texels) -> Reals:
        crack = smooth_step(-net.edge(texels.points), -0.03, 0.0)
        thin = smooth_step(-fine.edge(texels.points), -0.05, 0.0)
        return mix(color, as_color(0.3, 0.22, 0.15), np.maximum(0.5 * crack, 0.22 * thin))

    return _glazed(rng, colors)


def granite(rng: np.random.Generator) -> Finish:
    """Crystals of three minerals."""
    palette = np.stack([
        one_of(rng, [(0.75, 0.72, 0.7), (0.78, 0.62, 0.55), (0.6, 0.6, 0.62)]),
        one_of(rng, [(0.55, 0.53, 0.52), (0.62, 0.45, 0.4), (0.45, 0.45, 0.47)]),
        as_color(0.16, 0.15, 0.15), as_color(0.88, 0.87, 0.85),
    ])  # fmt: skip
    crystals, fine = Cells.random(rng, rng.uniform(26, 40)), Cells.random(rng, 60.0)
    rough = Noise.random(rng, 12.0, 2)

    def paint(texels: Texels) -> Reals:
        number = 0.65 * crystals.identity(texels.points) + 0.35 * fine.identity(texels.points)
        kind = np.searchsorted([0.4, 0.62, 0.76], number)
        return shaded(palette[kind], 0.06 * speckle(rng, len(texels)))

    return Finish(paint, lambda p: 0.006 * rough.smooth_at(p))


def marble(rng: np.random.Generator) -> Finish:
    """White, green or black marble with veins."""
    ground, vein = [
        (as_color(0.93, 0.92, 0.9), as_color(0.5, 0.5, 0.53)),
        (as_color(0.18, 0.3, 0.24), as_color(0.75, 0.8, 0.75)),
        (as_color(0.13, 0.13, 0.14), as_color(0.85, 0.82, 0.75)),
        (as_color(0.85, 0.72, 0.6), as_color(0.6, 0.4, 0.3)),
    ][rng.integers(4)]
    first, second = Noise.random(rng, 2.5, 4), Noise.random(rng, 6.0, 3)

    def paint(texels: Texels) -> Reals:
        broad = smooth_step(-np.abs(first.at(texels.points)), -0.35, 0)
        thin = smooth_step(-np.abs(second.at(texels.points)), -0.1, 0)
        cloud = smooth_step(first.at(texels.points), -2, 2)
        share = np.clip(0.55 * broad + 0.4 * thin + 0.15 * cloud, 0, 1)
        shine = 0.25 * highlights(texels, rng, size=0.08, hardness=0.2)
        return mix(ground, vein, share.astype(np.float32)) + shine[:, None]

    return Finish(paint)


def sandstone(rng: np.random.Generator) -> Finish:
    """Layered, grainy, weathered stone."""
    color = one_of(rng, [(0.72, 0.55, 0.4), (0.66, 0.6, 0.5), (0.6, 0.42, 0.33)], 0.03)
    layers = Noise.random(rng, np.array([1.0, 1.0, 9.0]), 3)
    rough = Noise.random(rng, 7.0, 4)

    def paint(texels: Texels) -> Reals:
        light = 0.13 * layers.at(texels.points) + 0.1 * rough.at(texels.points)
        return shaded(color, light + 0.06 * speckle(rng, len(texels)))

    return Finish(paint, lambda p: 0.014 * rough.smooth_at(p) + 0.01 * layers.smooth_at(p))


def basalt(rng: np.random.Generator) -> Finish:
    """Dark volcanic stone with bubbles and lichen."""
    color, holes = (
        one_of(rng, [(0.3, 0.3, 0.31), (0.38, 0.36, 0.35)], 0.02),
        Cells.random(rng, 18.0),
    )
    rough, lichen = Noise.random(rng, 5.0, 4), Noise.random(rng, 4.0, 3)

    def paint(texels: Texels) -> Reals:
        radius = 0.32 * holes.identity(texels.points)
        hole = smooth_step(radius - holes.distance(texels.points), -0.02, 0.05)
        grown = 0.6 * smooth_step(lichen.at(texels.points), 1.0, 1.6)
        base = mix(color, as_color(0.62, 0.63, 0.5), grown)
        return shaded(
            base, -0.5 * hole + 0.16 * rough.at(texels.points) + 0.06 * speckle(rng, len(texels))
        )

    return Finish(paint, lambda p: 0.022 * rough.smooth_at(p))


def conglomerate(rng: np.random.Generator) -> Finish:
    """Pebbles set in grey stone, such as concrete or pudding stone."""
    ground, pebbles = (
        one_of(rng, [(0.6, 0.59, 0.57), (0.66, 0.62, 0.55)], 0.03),
        Cells.random(rng, rng.uniform(7, 12)),
    )
    palette = np.stack(
        [
            one_of(
                rng, [(0.5, 0.48, 0.46), (0.72, 0.66, 0.58), (0.45, 0.36, 0.3), (0.8, 0.79, 0.76)]
            )
            for _ in range(6)
        ]
    )
    rough = Noise.random(rng, 14.0, 3)

    def paint(texels: Texels) -> Reals:
        number = pebbles.identity(texels.points)
        inside = smooth_step(0.2 + 0.25 * number - pebbles.distance(texels.points), -0.02, 0.02)
        stone = palette[(number * 5.99).astype(int)]
        grit = 0.07 * speckle(rng, len(texels)) + 0.07 * rough.at(texels.points)
        return shaded(mix(ground, stone, inside), grit)

    return Finish(paint, lambda p: 0.01 * rough.smooth_at(p) - 0.02 * pebbles.smooth_distance(p))
