"""Bodies that the stiffness map made too soft to carry themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from sim.body_set import BodySet, SetBody
from sim.materials import ConstitutiveLaw
from sim.particles import length_text
from sim.quality import QUALITY_PRESETS
from sim.scene_setup import SceneSetup
from sim.stiffness import SimulatedMaterial, StiffnessMode, largest_youngs_modulus

LEAST_STIFFNESS = 3.0
"""Young's modulus over rho g H below which a column is shortened by more than a sixth by itself."""
_UNAFFECTED = (ConstitutiveLaw.RIGID, ConstitutiveLaw.LIQUID)


def collapse_notes(
    bodies: BodySet,
    materials: Sequence[Sequence[SimulatedMaterial]],
    scene: SceneSetup,
    stiffness: str,
) -> tuple[str, ...]:
    """A note for each body that collapses only because its modulus was clamped.

    Args:
        bodies: Bodies with their particles.
        materials: Materials of each body, its own first, then those of its regions.
        scene: Gravity and frame time.
        stiffness: Stiffness map; what `expressive` softens, it softens on purpose.
    """
    if StiffnessMode.from_name(stiffness) is not StiffnessMode.REAL:
        return ()
    return tuple(
        f"{body.name}: {note}" if body.name else note
        for body, own in zip(bodies.bodies, materials, strict=True)
        for note in _body_notes(body, own, scene)
    )


def _body_notes(
    body: SetBody, materials: Sequence[SimulatedMaterial], scene: SceneSetup
) -> Iterable[str]:
    gravity = np.array(scene.gravity_m_s2)
    for index, _ in body.runs():
        one = materials[index]
        if one.softening <= 1 or one.simulated.law in _UNAFFECTED:
            continue
        depth = float(np.ptp(body.particles.positions @ gravity))
        needed_pa = LEAST_STIFFNESS * one.simulated.density_kg_m3 * depth
        if one.simulated.youngs_modulus_pa < needed_pa:
            yield (
                f"collapses under its own weight: E {one.simulated.youngs_modulus_pa:.3g} Pa as "
                f"simulated is below 3 rho g H = {needed_pa:.3g} Pa (height "
                f"{length_text(depth / float(np.linalg.norm(gravity)))}, predicted E "
                f"{one.predicted.youngs_modulus_pa:.3g} Pa); {_remedy(body, one, scene, needed_pa)}"
            )


def _remedy(body: SetBody, material: SimulatedMaterial, scene: SceneSetup, needed_pa: float) -> str:
    """What keeps the body standing: a preset that can step the modulus, if any, or no softness."""
    longest_m = float(np.ptp(body.particles.positions, axis=0).max())
    for preset in QUALITY_PRESETS.values():
        limit_pa = largest_youngs_modulus(
            material.predicted,
            dx_m=preset.finest_dx_m(longest_m),
            frame_dt_s=scene.frame_dt_s,
            quality=preset,
        )
        if limit_pa >= needed_pa:
            return f"choose a finer quality (--quality {preset.name}) or --material rigid"
    return "give its real size or choose --material rigid, no quality can step it"
