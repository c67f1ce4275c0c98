"""Finishes of plasticine, foam, rubber and gelatin."""

from __future__ import annotations

import numpy as np

from models.data.finishes.finish import (
    Finish,
    FloatArray,
    Reals,
    Relief,
    Texels,
    any_color,
    as_color,
    flat_axes,
    highlights,
    mix,
    one_of,
    random_direction,
    shaded,
    smooth_step,
    speckle,
)
from models.data.procedural_noise import Cells, Noise

_CLAYS = [
    (0.85, 0.16, 0.14), (0.95, 0.75, 0.12), (0.13, 0.45, 0.75), (0.2, 0.6, 0.25), (0.95, 0.5, 0.15),
    (0.55, 0.3, 0.6), (0.9, 0.5, 0.6), (0.55, 0.36, 0.22), (0.45, 0.75, 0.75), (0.75, 0.72, 0.66),
]  # fmt: skip


def _kneaded(
    rng: np.random.Generator, colors: Relief, *, pressed: float = 0.75, extra: Relief | None = None
) -> Finish:
    """Plasticine: finger dents with prints, a waxy sheen and smears over given colours [N, 3].

    Args:
        rng: Source of dents and smears.
        colors: Colours [N, 3] of points [N, 3].
        pressed: Share of the places where a finger was.
        extra: Further relief.
    """
    fingers = Cells.random(rng, rng.uniform(3.5, 5.0))
    soft, smear = Noise.random(rng, 5.0, 2), Noise.random(rng, np.array([6.0, 30.0, 30.0]), 2)

    def dents(distance: Reals, points: FloatArray) -> Reals:
        return smooth_step(0.42 - distance, 0, 0.34) * (fingers.identity(points) < pressed)

    def paint(texels: Texels) -> Reals:
        points = texels.points
        distance = fingers.distance(points)
        depth = dents(distance, points)
        rim = smooth_step(-np.abs(distance - 0.43), -0.07, 0) * (depth < 0.2)
        prints = np.sin(75 * distance + 2 * soft.at(points)) * (depth > 0.3)
        light = 0.06 * smear.at(points) + 0.05 * prints - 0.26 * depth + 0.06 * rim
        sheen = 0.2 * highlights(texels, rng, size=0.3, hardness=0.0)
        return shaded(colors(points), light + 0.02 * speckle(rng, len(points))) + sheen[:, None]

    def relief(points: FloatArray) -> Reals:
        pit = dents(fingers.smooth_distance(points), points)
        push = 0.016 * soft.smooth_at(points) - 0.045 * pit
        return push if extra is None else push + extra(points)

    return Finish(paint, relief)


def dented_plasticine(rng: np.random.Generator) -> Finish:
    """One colour, full of finger dents."""
    color = one_of(rng, _CLAYS)
    return _kneaded(rng, lambda points: np.broadcast_to(color, points.shape))


def marbled_plasticine(rng: np.random.Generator) -> Finish:
    """Two or three colours kneaded into streaks."""
    first, second, third = (one_of(rng, _CLAYS) for _ in range(3))
    warp, veins = Noise.random(rng, 3.0), Noise.random(rng, 4.0, 2)

    def colors(points: FloatArray) -> Reals:
        wave = np.sin(5 * veins.smooth_at(points + 0.06 * warp.at(points)[:, None]))
        return mix(
            mix(first, second, smooth_step(wave, -0.25, 0.25)), third, smooth_step(wave, 0.75, 0.95)
        )

    return _kneaded(rng, colors)


def joined_plasticine(rng: np.random.Generator) -> Finish:
    """Lumps of several colours pressed together."""
    lumps = Cells.random(rng, rng.uniform(2.5, 4.5))
    palette, smear = np.stack([one_of(rng, _CLAYS) for _ in range(5)]), Noise.random(rng, 22.0, 2)

    def colors(points: FloatArray) -> Reals:
        smeared = points + 0.008 * smear.at(points)[:, None]
        return np.asarray(palette[(lumps.identity(smeared) * 4.99).astype(int)])

    return _kneaded(
        rng, colors, extra=lambda p: -0.02 * smooth_step(-lumps.smooth_edge(p), -0.15, 0)
    )


def coiled_plasticine(rng: np.random.Generator) -> Finish:
    """Rolled worms laid round and round."""
    colors = [one_of(rng, _CLAYS) for _ in range(2)]
    turns, sag = rng.uniform(8, 12), Noise.random(rng, 2.5)

    def phase(points: FloatArray, noise: FloatArray) -> Reals:
        return np.asarray(points[:, 2] * turns + 0.18 * noise, np.float32)

    def paint(points: FloatArray) -> Reals:
        at = phase(points, sag.at(points))
        groove = np.abs(np.sin(np.pi * at))
        other = (np.floor(at) % 2 == 1).astype(np.float32)
        return shaded(mix(colors[0], colors[1], other), 0.5 * (np.sqrt(groove) - 1))

    def coils(points: FloatArray) -> Reals:
        round_about = np.sin(np.pi * phase(points, sag.smooth_at(points)))
        return np.asarray(0.03 * np.sqrt(np.abs(round_about)))

    return _kneaded(rng, paint, pressed=0.15, extra=coils)


def squeezed_plasticine(rng: np.random.Generator) -> Finish:
    """Squeezed in a fist: folds and deep creases."""
    color, folds = one_of(rng, _CLAYS), Noise.random(rng, [3.0, 7.0, 7.0])

    def colors(points: FloatArray) -> Reals:
        return shaded(color, -0.4 * smooth_step(-np.abs(folds.at(points)), -0.16, 0))

    return _kneaded(
        rng,
        colors,
        pressed=0.4,
        extra=lambda p: -0.03 * smooth_step(-np.abs(folds.smooth_at(p)), -0.3, 0),
    )


_FOAMS = [
    (0.93, 0.85, 0.55),
    (0.9, 0.88, 0.8),
    (0.55, 0.57, 0.6),
    (0.92, 0.7, 0.74),
    (0.6, 0.75, 0.88),
    (0.3, 0.31, 0.33),
]


def _porous(
    rng: np.random.Generator, color: FloatArray, sizes: tuple[float, ...], depth: float
) -> Finish:
    """Round holes of several sizes; `sizes` are holes along the longest side."""
    layers = [Cells.random(rng, size) for size in sizes]
    reach = [rng.uniform(0.3, 0.42) for _ in layers]
    tone = Noise.random(rng, 3.0, 2)

    def holes(layer: Cells, distance: FloatArray, points: FloatArray, share: float) -> Reals:
        radius = share * (0.45 + 0.75 * layer.identity(points))
        return smooth_step(radius - distance, -0.04, 0.1)

    def paint(texels: Texels) -> Reals:
        points = texels.points
        light = 0.04 * tone.at(points) + 0.035 * speckle(rng, len(points))
        for layer, share in zip(layers, reach, strict=True):
            light = light - 0.42 * holes(layer, layer.distance(points), points, share)
        return shaded(color, np.maximum(light, -0.72))

    def relief(points: FloatArray) -> Reals:
        first = layers[0]
        return -depth * holes(first, first.smooth_distance(points), points, reach[0])

    return Finish(paint, relief)


def open_foam(rng: np.random.Generator) -> Finish:
    """Upholstery foam: fine pores all over."""
    return _porous(rng, one_of(rng, _FOAMS), (rng.uniform(28, 40), 55.0), 0.004)


def bath_sponge(rng: np.random.Generator) -> Finish:
    """A sponge with large and small holes."""
    color = one_of(
        rng, [(0.95, 0.8, 0.3), (0.85, 0.65, 0.35), (0.9, 0.55, 0.35), (0.5, 0.75, 0.45)]
    )
    return _porous(rng, color, (rng.uniform(9, 14), 24.0, 45.0), 0.03)


def bead_foam(rng: np.random.Generator) -> Finish:
    """Expanded polystyrene: white beads pressed together."""
    beads = Cells.random(rng, rng.uniform(22, 34))
    color = as_color(0.96, 0.96, 0.95) * rng.uniform(0.93, 1)

    def paint(texels: Texels) -> Reals:
        border = smooth_step(-beads.edge(texels.points), -0.2, 0)
        light = -0.22 * border + 0.05 * (beads.identity(texels.points) - 0.6)
        return shaded(color, light + 0.012 * speckle(rng, len(texels)))

    return Finish(paint, lambda p: -0.006 * smooth_step(-beads.smooth_edge(p), -0.35, 0))


def egg_crate_foam(rng: np.random.Generator) -> Finish:
    """Acoustic foam with rows of bumps."""
    pores, waves = _porous(rng, one_of(rng, _FOAMS), (44.0,), 0.0), rng.uniform(5, 8)

    def bumps(points: FloatArray) -> Reals:
        return np.asarray(np.prod(np.sin(2 * np.pi * waves * points / 1.4 + 1), axis=1), np.float32)

    def paint(texels: Texels) -> Reals:
        return shaded(pores.paint(texels), 0.18 * bumps(texels.points) - 0.05)

    return Finish(paint, lambda p: 0.035 * bumps(p))


def torn_foam(rng: np.random.Generator) -> Finish:
    """A torn-off piece: ragged, with pores of all sizes."""
    ragged = Noise.random(rng, 9.0, 3)
    pores = _porous(rng, one_of(rng, _FOAMS), (18.0, 36.0, 60.0), 0.012)
    relief = pores.relief
    assert relief is not None
    return Finish(pores.paint, lambda p: relief(p) + 0.018 * ragged.smooth_at(p))


_RUBBERS = [(0.1, 0.1, 0.11), (0.14, 0.14, 0.15), (0.22, 0.21, 0.21)]
_BRIGHT_RUBBERS = [
    (0.75, 0.15, 0.13),
    (0.15, 0.3, 0.55),
    (0.85, 0.45, 0.15),
    (0.2, 0.45, 0.3),
    (0.8, 0.72, 0.3),
    (0.35, 0.35, 0.37),
]


def _matt(rng: np.random.Generator, texels: Texels, color: FloatArray, sheen: float) -> Reals:
    """The dull, dusty skin of rubber."""
    dust = smooth_step(Noise.random(rng, 4.0, 3).at(texels.points), 0, 2.5)
    glow = sheen * highlights(texels, rng, size=0.55, hardness=0.0)
    grain = 0.03 * speckle(rng, len(texels)) + 0.03 * Noise.random(rng, 40.0).at(texels.points)
    dusty = mix(color, as_color(0.55, 0.53, 0.5), 0.14 * dust)
    return shaded(dusty, grain) + glow[:, None]


def tyre_rubber(rng: np.random.Generator) -> Finish:
    """Black rubber with a tread."""
    color, pitch = one_of(rng, _RUBBERS, 0.02), rng.uniform(9, 15)
    slant = rng.choice([0.0, 0.5, 1.0])

    def grooves(texels: Texels) -> Reals:
        u, v = flat_axes(texels)
        across = np.abs(np.sin(np.pi * pitch * (u + slant * np.abs(v))))
        along = np.abs(np.sin(np.pi * 0.6 * pitch * v))
        return smooth_step(-np.minimum(across, along), -0.22, -0.12)

    def paint(texels: Texels) -> Reals:
        return shaded(_matt(rng, texels, color, 0.1), -0.65 * grooves(texels))

    return Finish(paint)


def moulded_rubber(rng: np.random.Generator) -> Finish:
    """A moulded toy, stopper or ball: one dull colour and a parting line."""
    color, normal = one_of(rng, _BRIGHT_RUBBERS + _RUBBERS), random_direction(rng)

    def paint(texels: Texels) -> Reals:
        seam = smooth_step(-np.abs(texels.points @ normal), -0.006, -0.002)
        return shaded(_matt(rng, texels, color, 0.12), -0.25 * seam)

    return Finish(paint, lambda p: 0.004 * smooth_step(-np.abs(p @ normal), -0.012, 0))


def ribbed_rubber(rng: np.random.Generator) -> Finish:
    """A grip with ribs."""
    color, pitch = one_of(rng, _RUBBERS + _BRIGHT_RUBBERS), rng.uniform(12, 20)

    def paint(texels: Texels) -> Reals:
        rib = np.sin(2 * np.pi * pitch * texels.points[:, 2])
        return shaded(_matt(rng, texels, color, 0.08), 0.3 * np.minimum(rib, 0))

    return Finish(paint, lambda p: 0.006 * np.sin(2 * np.pi * pitch * p[:, 2]))


def crumb_rubber(rng: np.random.Generator) -> Finish:
    """Playground rubber pressed from black and coloured crumbs."""
    crumbs, color = Cells.random(rng, rng.uniform(40, 60)), one_of(rng, _RUBBERS, 0.02)
    fleck, share = any_color(rng, (0.5, 0.9), (0.4, 0.8)), rng.uniform(0.05, 0.25)

    def paint(texels: Texels) -> Reals:
        number = crumbs.identity(texels.points)
        light = smooth_step(crumbs.edge(texels.points), 0, 0.2) - 1 + 0.5 * (number - 0.3)
        base = mix(color, fleck, (number < share).astype(np.float32))
        return shaded(_matt(rng, texels, base, 0.05), 0.5 * light)

    return Finish(paint, lambda p: 0.006 * crumbs.smooth_edge(p))


def dotted_rubber(rng: np.random.Generator) -> Finish:
    """A mat or glove with raised dots."""
    color, pitch = one_of(rng, _RUBBERS + _BRIGHT_RUBBERS), rng.uniform(10, 16)

    def paint(texels: Texels) -> Reals:
        u, v = flat_axes(texels)
        radius = np.hypot((u * pitch) % 1 - 0.5, (v * pitch) % 1 - 0.5)
        rim = smooth_step(-np.abs(radius - 0.32), -0.07, 0)
        top = smooth_step(0.32 - radius, 0, 0.1)
        return shaded(_matt(rng, texels, color, 0.08), 0.22 * top - 0.4 * rim)

    return Finish(paint)


_JELLIES = [
    (0.8, 0.06, 0.1),
    (0.95, 0.45, 0.05),
    (0.3, 0.65, 0.1),
    (0.95, 0.75, 0.1),
    (0.55, 0.08, 0.35),
    (0.1, 0.45, 0.6),
]


def _jelly(rng: np.random.Generator, texels: Texels, color: FloatArray) -> Reals:
    """Light inside a clear body: deep in the middle, glowing at rims and foot, with hard glints."""
    glow = 0.5 - 0.5 * texels.normals @ random_direction(rng, upward=0.8)
    height = texels.points[:, 2] - texels.points[:, 2].min()
    caustic = smooth_step(Noise.random(rng, [5.0, 5.0, 3.0]).at(texels.points), 0.3, 2.0)
    bright = np.clip(0.75 * glow + 0.3 * caustic + 0.2 * (1 - height), 0, 1).astype(np.float32)
    body = mix(color * 0.6, np.minimum(color * 1.25 + 0.13, 1), bright)
    glints = highlights(texels, rng, size=0.035, hardness=0.6)
    return mix(body, as_color(1, 1, 1), 0.9 * glints)


def clear_jelly(rng: np.random.Generator) -> Finish:
    """Gelatin of one colour."""
    color, wobble = one_of(rng, _JELLIES), Noise.random(rng, 2.5)
    return Finish(lambda texels: _jelly(rng, texels, color), lambda p: 0.012 * wobble.smooth_at(p))


def bubbly_jelly(rng: np.random.Generator) -> Finish:
    """Gelatin with bubbles and pieces inside."""
    color, bubbles = one_of(rng, _JELLIES), Cells.random(rng, rng.uniform(8, 16))

    def paint(texels: Texels) -> Reals:
        distance = bubbles.distance(texels.points)
        rim = smooth_step(-np.abs(distance - 0.2), -0.05, 0) * (
            bubbles.identity(texels.points) > 0.5
        )
        return mix(_jelly(rng, texels, color), as_color(1, 0.95, 0.9), 0.35 * rim)

    return Finish(paint)


def layered_jelly(rng: np.random.Generator) -> Finish:
    """Gelatin poured in layers of two colours."""
    first, second = one_of(rng, _JELLIES), one_of(rng, _JELLIES)
    layers, shift = rng.uniform(2, 4), rng.random()

    def paint(texels: Texels) -> Reals:
        share = smooth_step(np.sin(2 * np.pi * (layers * texels.points[:, 2] + shift)), -0.1, 0.1)
        return _jelly(rng, texels, mix(first, second, share))

    return Finish(paint)
