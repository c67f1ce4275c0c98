"""Finishes of wood, metal, plastic and glass."""

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
    lettering,
    mix,
    one_of,
    random_direction,
    shaded,
    smooth_step,
    speckle,
)
from models.data.procedural_noise import Cells, Noise

_WOODS = [
    (0.76, 0.56, 0.35),
    (0.62, 0.42, 0.25),
    (0.48, 0.3, 0.17),
    (0.85, 0.7, 0.5),
    (0.56, 0.33, 0.2),
]


def _timber(rng: np.random.Generator, color: FloatArray, rings: float, contrast: float) -> Relief:
    """Colours [N, 3] of solid wood: growth rings about an axis off the object, fibres along it."""
    turn = np.linalg.qr(rng.normal(size=(3, 3)) + 4 * np.roll(np.eye(3), rng.integers(3), 0))[0]
    pith = rng.uniform(0.1, 0.7) * random_direction(rng)
    warp = Noise.random(rng, 1.6)
    fibres = Noise.random(rng, np.array([3.0, 60.0, 60.0]), 2)

    def colors(points: FloatArray) -> Reals:
        local = ((points - pith) @ turn).astype(np.float32)
        radius = np.hypot(local[:, 1], local[:, 2]) + 0.03 * warp.at(points * [0.6, 0.6, 0.6])
        phase = (radius * rings) % 1
        late = smooth_step(phase, 0.35, 0.9) * (1 - smooth_step(phase, 0.93, 1.0))
        grain = fibres.at(np.ascontiguousarray(local, np.float32))
        return shaded(color, -contrast * late + 0.07 * grain + 0.1 * contrast)

    return colors


def sawn_wood(rng: np.random.Generator) -> Finish:
    """A piece of bare timber with growth rings."""
    wood = _timber(rng, one_of(rng, _WOODS, 0.03), rng.uniform(9, 20), rng.uniform(0.25, 0.5))
    return Finish(lambda texels: shaded(wood(texels.points), 0.02 * speckle(rng, len(texels))))


def planks(rng: np.random.Generator) -> Finish:
    """Boards joined side by side."""
    color, width = one_of(rng, _WOODS, 0.03), rng.uniform(4, 8)
    woods = [
        _timber(rng, color * rng.uniform(0.82, 1.15), rng.uniform(10, 22), 0.35) for _ in range(3)
    ]

    def paint(texels: Texels) -> Reals:
        at = (texels.points[:, 0] + 0.3 * texels.points[:, 1]) * width
        number = np.floor(at).astype(int) % 3
        choices = np.stack([wood(texels.points) for wood in woods])
        color = choices[number, np.arange(len(texels))]
        gap = smooth_step(-np.abs(at % 1 - 0.5), -0.5, -0.46)
        return shaded(
            color, -0.6 * (1 - smooth_step(np.abs(at - np.round(at)), 0.0, 0.04)) + 0 * gap
        )

    return Finish(paint)


def varnished_wood(rng: np.random.Generator) -> Finish:
    """Dark polished wood with a shine."""
    color = one_of(rng, [(0.5, 0.28, 0.14), (0.42, 0.22, 0.12), (0.66, 0.4, 0.18)], 0.03)
    wood = _timber(rng, color, rng.uniform(6, 12), 0.4)

    def paint(texels: Texels) -> Reals:
        shine = 0.4 * highlights(texels, rng, size=0.08, hardness=0.2)
        return mix(wood(texels.points), as_color(1, 0.95, 0.88), shine)

    return Finish(paint)


def knotty_wood(rng: np.random.Generator) -> Finish:
    """Pale softwood with knots."""
    color = one_of(rng, [(0.87, 0.7, 0.47), (0.82, 0.64, 0.42), (0.84, 0.66, 0.5)], 0.03)
    knots, flame = Cells.random(rng, 3.2), Noise.random(rng, np.array([0.7, 3.0, 3.0]))
    fibres = Noise.random(rng, np.array([2.0, 45.0, 45.0]), 2)

    def paint(texels: Texels) -> Reals:
        distance = knots.distance(texels.points) + 0.02 * fibres.at(texels.points)
        size = 0.12 + 0.16 * knots.identity(texels.points)
        knot = smooth_step(size - distance, 0.0, 0.03)
        lines = np.sin(7 * flame.smooth_at(texels.points) + 26 * np.exp(-5 * distance))
        light = 0.1 * lines + 0.06 * fibres.at(texels.points)
        halo = 0.35 * smooth_step(size + 0.08 - distance, 0, 0.1)
        dark = np.clip(knot * (0.7 + 0.25 * np.sin(150 * distance)) + halo, 0, 0.9)
        return mix(shaded(color, light), color * [0.5, 0.4, 0.32], dark)

    return Finish(paint)


def weathered_wood(rng: np.random.Generator) -> Finish:
    """Grey, rough old wood with splits along the fibres."""
    color = one_of(rng, [(0.58, 0.53, 0.47), (0.52, 0.46, 0.39), (0.6, 0.5, 0.4)], 0.03)
    fibres = Noise.random(rng, np.array([0.5, 16.0, 34.0]), 2)
    splits = Noise.random(rng, np.array([1.2, 5.0, 34.0]))

    def paint(texels: Texels) -> Reals:
        value = fibres.at(texels.points)
        split = smooth_step(-splits.at(texels.points), 1.7, 2.3)
        warm = as_color(0.64, 0.45, 0.28)
        tinted = mix(color, warm, 0.5 * smooth_step(Noise.random(rng, 2.5).at(texels.points), 0, 2))
        return shaded(tinted, 0.16 * value - 0.6 * split + 0.03 * speckle(rng, len(texels)))

    return Finish(paint, lambda p: 0.004 * fibres.smooth_at(p))


_METALS = [
    (0.72, 0.73, 0.75),
    (0.62, 0.63, 0.65),
    (0.8, 0.68, 0.42),
    (0.75, 0.5, 0.38),
    (0.55, 0.56, 0.6),
]


def _mirrored(rng: np.random.Generator, texels: Texels, color: Reals, blur: float) -> Reals:
    """A room mirrored in metal: dark floor, bright horizon and lamps, by the normal's direction."""
    normals = texels.normals + 0.4 * texels.points
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    height = normals[:, 2] + 0.25 * normals @ random_direction(rng)
    sky = smooth_step(height, -0.15 - blur, 0.1 + blur)
    band = np.exp(-(((height - rng.uniform(-0.15, 0.15)) / (0.12 + blur)) ** 2))
    side = np.sin(3 * np.arctan2(normals[:, 1], normals[:, 0]) + rng.uniform(0, 6))
    tone = 0.33 + 0.42 * sky - 0.4 * band + 0.22 * side
    lamps = highlights(texels, rng, size=0.05 + 0.2 * blur, hardness=0.5 - blur)
    return mix(color * np.clip(tone * 1.45, 0.06, 1.2)[:, None], as_color(1, 1, 1), 0.85 * lamps)


def polished_metal(rng: np.random.Generator) -> Finish:
    """Chrome, brass or copper with sharp reflections."""
    color, wavy = one_of(rng, _METALS, 0.02), Noise.random(rng, 3.0)

    def paint(texels: Texels) -> Reals:
        bent = texels.normals + 0.08 * wavy.at(texels.points)[:, None]
        return _mirrored(rng, Texels(texels.points, bent), color, 0.05)

    return Finish(paint)


def brushed_metal(rng: np.random.Generator) -> Finish:
    """Steel or aluminium with fine parallel scratches."""
    color = one_of(rng, _METALS[:2] + _METALS[4:], 0.03)
    scratches = Noise.random(rng, np.array([2.5, 90.0, 90.0]), 2)

    def paint(texels: Texels) -> Reals:
        lines = scratches.at(texels.points)
        return shaded(_mirrored(rng, texels, color, 0.3), 0.09 * lines)

    return Finish(paint)


def rusty_metal(rng: np.random.Generator) -> Finish:
    """Iron with rust, bare or with flaking paint."""
    paint_color = (
        any_color(rng, (0.2, 0.8), (0.2, 0.6)) if rng.random() < 0.5 else as_color(0.36, 0.35, 0.35)
    )
    spread, fine = Noise.random(rng, 3.0, 4), Noise.random(rng, 30.0, 2)

    def paint(texels: Texels) -> Reals:
        value, grain = spread.at(texels.points), fine.at(texels.points)
        rust = mix(
            as_color(0.45, 0.2, 0.09), as_color(0.72, 0.4, 0.17), smooth_step(grain, -1.2, 1.5)
        )
        share = smooth_step(value + 0.25 * grain, -0.15, 0.25)
        rim = smooth_step(-np.abs(value), -0.3, 0) * (1 - share)
        metal = shaded(_mirrored(rng, texels, paint_color, 0.4), -0.4 * rim)
        return mix(metal, shaded(rust, 0.08 * speckle(rng, len(texels))), share)

    return Finish(paint, lambda p: 0.004 * smooth_step(spread.smooth_at(p), -0.2, 0.4))


def hammered_metal(rng: np.random.Generator) -> Finish:
    """Copper, brass or steel beaten with a round hammer."""
    color, blows = one_of(rng, _METALS, 0.03), Cells.random(rng, rng.uniform(10, 16))

    def paint(texels: Texels) -> Reals:
        slope = blows.slope(texels.points)
        bent = texels.normals + 0.55 * slope * blows.distance(texels.points)[:, None]
        bent /= np.linalg.norm(bent, axis=1, keepdims=True)
        return _mirrored(rng, Texels(texels.points, bent), color, 0.12)

    return Finish(paint, lambda p: 0.012 * blows.smooth_distance(p) ** 2)


def cast_iron(rng: np.random.Generator) -> Finish:
    """Dark, rough, faintly shining iron with bare scratches."""
    color, rough = (
        one_of(rng, [(0.28, 0.28, 0.3), (0.35, 0.34, 0.34)], 0.02),
        Noise.random(rng, 45.0, 2),
    )
    scratch = Noise.random(rng, np.array([3.0, 22.0, 22.0]))

    def paint(texels: Texels) -> Reals:
        bare = smooth_step(np.abs(scratch.at(texels.points)), 2.1, 2.6)
        base = shaded(_mirrored(rng, texels, color, 0.45), 0.1 * rough.at(texels.points))
        return mix(base, as_color(0.75, 0.76, 0.78), 0.7 * bare)

    return Finish(paint, lambda p: 0.003 * rough.smooth_at(p))


def glossy_plastic(rng: np.random.Generator) -> Finish:
    """Injection-moulded plastic of one bright colour with crisp highlights."""
    color = (
        any_color(rng, (0.55, 1.0), (0.5, 1.0)) if rng.random() < 0.8 else any_color(rng, (0, 0.1))
    )
    seam, offset = random_direction(rng), rng.uniform(-0.15, 0.15)

    def paint(texels: Texels) -> Reals:
        glints = highlights(texels, rng, size=0.03, hardness=0.6)
        line = smooth_step(-np.abs(texels.points @ seam - offset), -0.005, -0.002)
        return mix(shaded(color, -0.4 * line), as_color(1, 1, 1), 0.75 * glints)

    return Finish(paint)


def two_part_plastic(rng: np.random.Generator) -> Finish:
    """Two colours of plastic that meet in a gap, one of them ribbed."""
    first, second = any_color(rng, (0.4, 1), (0.4, 1)), any_color(rng, (0, 1), (0.15, 1))
    border, pitch = rng.uniform(-0.15, 0.15), rng.uniform(24, 40)

    def paint(texels: Texels) -> Reals:
        height = texels.points[:, 2] - border
        upper = (height > 0).astype(np.float32)
        ribs = np.sin(2 * np.pi * pitch * flat_axes(texels)[0]) * upper
        gap = smooth_step(-np.abs(height), -0.012, -0.006)
        glow = 0.35 * highlights(texels, rng, size=0.1, hardness=0.2)
        return shaded(mix(first, second, upper), 0.08 * ribs - 0.6 * gap) + glow[:, None]

    return Finish(paint)


def labelled_plastic(rng: np.random.Generator) -> Finish:
    """A package or bottle: plain plastic with a printed label round it."""
    body, label = any_color(rng, (0.0, 1), (0.4, 1)), any_color(rng, (0.1, 1), (0.4, 1))
    ink, top = any_color(rng, (0, 1), (0, 0.5)), rng.uniform(0.05, 0.2)

    def paint(texels: Texels) -> Reals:
        u, v = flat_axes(texels)
        inside = (np.abs(texels.points[:, 2]) < top) & (np.abs(texels.normals[:, 2]) < 0.8)
        title = inside & (v > -0.1 * top) & lettering(u, v + 0.1 * top, 0.9 * top)
        lines = inside & (v < -0.2 * top) & lettering(u, v, 0.035)
        color = mix(body, label, inside.astype(np.float32))
        glow = 0.6 * highlights(texels, rng, size=0.05, hardness=0.4)
        return mix(mix(color, ink, (title | lines).astype(np.float32)), as_color(1, 1, 1), glow)

    return Finish(paint)


def translucent_plastic(rng: np.random.Generator) -> Finish:
    """Milky, coloured polyethylene that lets light through."""
    color = any_color(rng, (0.15, 0.6), (0.75, 1.0))

    def paint(texels: Texels) -> Reals:
        light = 0.18 * texels.normals @ random_direction(rng) + 0.05 * np.sin(
            40 * texels.points[:, 2]
        )
        glow = 0.45 * highlights(texels, rng, size=0.12, hardness=0.1)
        return mix(shaded(color, light), as_color(1, 1, 1), glow)

    return Finish(paint)


def textured_plastic(rng: np.random.Generator) -> Finish:
    """A housing of grained plastic with a lighter panel and slots."""
    color, grains = any_color(rng, (0, 0.5), (0.12, 0.9)), Cells.random(rng, 70.0)
    panel = any_color(rng, (0.3, 1), (0.4, 1))

    def paint(texels: Texels) -> Reals:
        u, v = flat_axes(texels)
        chosen = (np.abs(u - 0.1) < 0.12) & (np.abs(v) < 0.07)
        slots = (np.abs(u + 0.18) < 0.1) & (np.abs(v) < 0.14) & ((v * 28) % 1 < 0.4)
        light = 0.07 * (grains.distance(texels.points) - 0.5) - 0.7 * slots
        glow = 0.2 * highlights(texels, rng, size=0.2, hardness=0.1)
        return shaded(mix(color, panel, chosen.astype(np.float32)), light) + glow[:, None]

    return Finish(paint)


def _glass(rng: np.random.Generator, texels: Texels, color: FloatArray, bands: float) -> Reals:
    """The look of glass: pale inside, dark bent rims, streaks of refraction and hard glints."""
    x, y, z = texels.normals.T
    bent = np.sin(bands * (x + 0.6 * z) + rng.uniform(0, 6)) * np.sin(bands * (y - 0.4 * z))
    rim = smooth_step(bent, 0.35, 0.95)
    clear = mix(as_color(0.9, 0.94, 0.94), color, np.full(len(texels), 0.6, np.float32))
    body = mix(clear, color * 0.4, 0.65 * rim)
    streak = smooth_step(np.sin(1.7 * bands * (x - y + z)), 0.8, 1.0)
    glints = highlights(texels, rng, size=0.02, hardness=0.7)
    return mix(body, as_color(1, 1, 1), np.maximum(0.6 * streak, glints).astype(np.float32))


def clear_glass(rng: np.random.Generator) -> Finish:
    """Colourless or greenish glass."""
    color = one_of(rng, [(0.75, 0.85, 0.83), (0.8, 0.86, 0.88), (0.7, 0.84, 0.78)], 0.02)
    return Finish(lambda texels: _glass(rng, texels, color, 5.0))


def bottle_glass(rng: np.random.Generator) -> Finish:
    """Deeply coloured glass."""
    color = one_of(
        rng, [(0.1, 0.4, 0.2), (0.4, 0.2, 0.06), (0.1, 0.25, 0.6), (0.5, 0.6, 0.2)], 0.03
    )
    return Finish(
        lambda texels: mix(
            _glass(rng, texels, color, 3.0), color * 0.8, np.full(len(texels), 0.5, np.float32)
        )
    )


def swirled_glass(rng: np.random.Generator) -> Finish:
    """Art glass with coloured threads inside."""
    color, thread = (
        one_of(rng, [(0.7, 0.85, 0.85), (0.75, 0.8, 0.9)]),
        any_color(rng, (0.6, 1), (0.5, 1)),
    )
    swirl = Noise.random(rng, np.array([2.0, 5.0, 2.0]))

    def paint(texels: Texels) -> Reals:
        share = smooth_step(np.sin(9 * swirl.smooth_at(texels.points)), 0.5, 0.9)
        return mix(_glass(rng, texels, color, 4.0), thread, 0.65 * share)

    return Finish(paint)


def frosted_glass(rng: np.random.Generator) -> Finish:
    """Etched glass: milky, greenish at the rims, softly lit."""
    color = one_of(rng, [(0.82, 0.9, 0.88), (0.8, 0.87, 0.9)], 0.02)
    return Finish(
        lambda texels: mix(
            _glass(rng, texels, color, 3.0), color, np.full(len(texels), 0.55, np.float32)
        )
    )
