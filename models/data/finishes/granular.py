"""Finishes of sand and snow."""

from __future__ import annotations

import numpy as np

from models.data.finishes.finish import (
    Finish,
    FloatArray,
    Reals,
    Relief,
    Texels,
    as_color,
    mix,
    one_of,
    shaded,
    smooth_step,
    speckle,
)
from models.data.procedural_noise import Cells, Noise

_SANDS = [(0.82, 0.71, 0.52), (0.76, 0.62, 0.42), (0.86, 0.77, 0.6), (0.72, 0.6, 0.45)]
_SNOW_SHADOW = as_color(0.62, 0.7, 0.82)


def _slumped(rng: np.random.Generator, depth: float, grain: float) -> Relief:
    """Relief of loose grains: soft slumps and a rough surface."""
    soft, rough = Noise.random(rng, 3.0, 2), Noise.random(rng, 26.0, 2)
    return lambda points: depth * soft.smooth_at(points) + grain * rough.smooth_at(points)


def _grains(
    rng: np.random.Generator, texels: Texels, color: FloatArray, contrast: float, dark: float
) -> Reals:
    """A colour broken up into grains, some of them dark, some bright."""
    count = len(texels)
    clumps = Noise.random(rng, 55.0).at(texels.points)
    patches = Noise.random(rng, 4.0, 2).at(texels.points)
    light = contrast * (0.7 * speckle(rng, count) + 0.5 * clumps) + 0.05 * patches
    chance = rng.random(count)
    light = np.where(chance < dark, -0.45, np.where(chance > 1 - 0.5 * dark, 0.25, light))
    return shaded(color, light.astype(np.float32))


def dry_sand(rng: np.random.Generator) -> Finish:
    """Fine, pale, loose sand."""
    color, contrast = one_of(rng, _SANDS), rng.uniform(0.06, 0.12)
    dark = rng.uniform(0.01, 0.06)
    relief = _slumped(rng, 0.012, 0.004)
    return Finish(lambda texels: _grains(rng, texels, color, contrast, dark), relief)


def wet_sand(rng: np.random.Generator) -> Finish:
    """Dark sand as castles are built of, drying in patches."""
    wet = one_of(rng, [(0.5, 0.38, 0.25), (0.56, 0.44, 0.3), (0.46, 0.38, 0.29)])
    dry = wet * 1.45
    drying, crumbs = Noise.random(rng, 3.0, 3), Cells.random(rng, 24.0)

    def paint(texels: Texels) -> Reals:
        share = smooth_step(drying.at(texels.points) + 0.8 * texels.normals[:, 2], 0.5, 1.6)
        return _grains(rng, texels, mix(wet, dry, share), 0.09, 0.03)

    rough = _slumped(rng, 0.01, 0.005)
    return Finish(
        paint, lambda p: rough(p) - 0.02 * smooth_step(-crumbs.smooth_distance(p), -0.3, 0)
    )


def rippled_sand(rng: np.random.Generator) -> Finish:
    """Desert sand with ripples of the wind."""
    color = one_of(rng, [(0.85, 0.6, 0.36), (0.8, 0.55, 0.33), (0.88, 0.7, 0.48)])
    warp, along = Noise.random(rng, 2.5), rng.normal(size=3)
    along[2] *= 0.3
    along = (along / np.linalg.norm(along) * rng.uniform(55, 90)).astype(np.float32)

    def ripple(points: FloatArray, warped: FloatArray) -> Reals:
        return np.asarray(np.sin(points @ along + 1.6 * warped), np.float32)

    def paint(texels: Texels) -> Reals:
        wave = ripple(texels.points, warp.at(texels.points))
        return shaded(_grains(rng, texels, color, 0.06, 0.02), 0.1 * wave)

    return Finish(paint, lambda p: 0.007 * ripple(p, warp.smooth_at(p)))


def river_sand(rng: np.random.Generator) -> Finish:
    """Coarse sand of many coloured grains."""
    base = one_of(rng, [(0.62, 0.55, 0.46), (0.68, 0.6, 0.5), (0.7, 0.58, 0.42)])
    grains = Cells.random(rng, rng.uniform(60, 85))

    def paint(texels: Texels) -> Reals:
        number = grains.identity(texels.points)
        gaps = smooth_step(grains.edge(texels.points), 0.0, 0.2)
        color = mix(base * 0.75, base * 1.35, number)
        color[:, 2] *= 0.9 + 0.25 * ((7 * number) % 1)
        return _grains(
            rng, Texels(texels.points, texels.normals), shaded(color, 0.3 * gaps - 0.3), 0.07, 0.02
        )

    return Finish(paint, _slumped(rng, 0.012, 0.007))


def shell_sand(rng: np.random.Generator) -> Finish:
    """Pale beach sand with flakes of shell."""
    color = one_of(rng, [(0.9, 0.83, 0.7), (0.92, 0.82, 0.72)], 0.02)
    flakes = Cells.random(rng, 30.0)

    def paint(texels: Texels) -> Reals:
        chosen = flakes.identity(texels.points) > 0.82
        near = flakes.distance(texels.points) < 0.3
        sand = _grains(rng, texels, color, 0.08, 0.05)
        return np.where((chosen & near)[:, None], as_color(0.97, 0.93, 0.88), sand)

    return Finish(paint, _slumped(rng, 0.015, 0.005))


def _snow(rng: np.random.Generator, texels: Texels, hollow: Reals, sparkle: float) -> Reals:
    """White that turns blue in hollows and below, with glints."""
    shadow = np.clip(0.45 * hollow + 0.35 * (0.55 - texels.normals[:, 2]), 0, 1)
    glints = np.where(rng.random(len(texels)) < sparkle, 0.08, 0.0)
    white = as_color(0.97, 0.975, 0.99)
    light = 0.018 * speckle(rng, len(texels)) + glints
    return shaded(mix(white, _SNOW_SHADOW, shadow), light.astype(np.float32))


def fresh_snow(rng: np.random.Generator) -> Finish:
    """Soft, fluffy snow."""
    soft, rough = Noise.random(rng, rng.uniform(4, 7), 2), Noise.random(rng, 22.0, 3)

    def paint(texels: Texels) -> Reals:
        fluff = Noise.random(rng, 40.0, 2).at(texels.points)
        hollow = -0.5 * soft.at(texels.points) - 0.35 * rough.at(texels.points) - 0.2 * fluff
        return _snow(rng, texels, hollow, 0.02)

    return Finish(paint, lambda p: 0.02 * soft.smooth_at(p) + 0.007 * rough.smooth_at(p))


def packed_snow(rng: np.random.Generator) -> Finish:
    """A hard-pressed snowball with crumbs and dents."""
    crumbs, rough = Cells.random(rng, rng.uniform(10, 18)), Noise.random(rng, 30.0, 2)

    def paint(texels: Texels) -> Reals:
        hollow = 1.2 * crumbs.distance(texels.points) - 0.7
        return _snow(rng, texels, hollow - 0.4 * rough.at(texels.points), 0.03)

    def relief(points: FloatArray) -> Reals:
        return -0.035 * crumbs.smooth_distance(points) + 0.006 * rough.smooth_at(points)

    return Finish(paint, relief)


def dirty_snow(rng: np.random.Generator) -> Finish:
    """Old snow with grit."""
    rough, dirt = Noise.random(rng, 16.0, 3), Noise.random(rng, 3.0, 3)
    grit = one_of(rng, [(0.42, 0.38, 0.33), (0.35, 0.33, 0.3)])

    def paint(texels: Texels) -> Reals:
        color = _snow(rng, texels, -0.6 * rough.at(texels.points), 0.03)
        amount = smooth_step(dirt.at(texels.points), 0.2, 2.0)
        specks = rng.random(len(texels)) < 0.02 + 0.25 * amount
        return mix(color, grit, np.where(specks, 0.7, 0.25 * amount).astype(np.float32))

    return Finish(paint, lambda p: 0.012 * rough.smooth_at(p))


def wind_crust(rng: np.random.Generator) -> Finish:
    """Snow cut into sharp ridges by the wind."""
    stretched = np.array([4.0, 13.0, 16.0]) * rng.uniform(0.8, 1.2)
    ridges = Noise.random(rng, stretched, 2)

    def paint(texels: Texels) -> Reals:
        return _snow(rng, texels, 0.7 - 1.3 * np.abs(ridges.at(texels.points)), 0.02)

    return Finish(paint, lambda p: 0.03 - 0.024 * np.abs(ridges.smooth_at(p)))


def wet_snow(rng: np.random.Generator) -> Finish:
    """Heavy, melting snow, half ice."""
    lumps, melt = Cells.random(rng, 9.0), Noise.random(rng, 6.0, 2)

    def paint(texels: Texels) -> Reals:
        hollow = 0.9 * lumps.distance(texels.points) - 0.3 + 0.25 * melt.at(texels.points)
        color = _snow(rng, texels, hollow, 0.01)
        return mix(
            color, as_color(0.75, 0.82, 0.88), 0.4 * smooth_step(melt.at(texels.points), 0, 2)
        )

    return Finish(paint, lambda p: -0.04 * lumps.smooth_distance(p) + 0.01 * melt.smooth_at(p))
