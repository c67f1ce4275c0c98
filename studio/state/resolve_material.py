"""Pure function from material intent to what the material panel shows."""

from __future__ import annotations

import math

import numpy as np

from sim.materials import MaterialClass
from sim.physics_distribution import PhysicsDistribution
from sim.physics_sample import PhysicsSample
from studio.state.certainty import resolve_certainty
from studio.state.document import TakeSummary
from studio.state.language import mark, tr
from studio.state.material import (
    MaterialChoice,
    chosen_class,
    chosen_sample,
    distribution_of,
    drawn_samples,
)
from studio.state.material_presets import PresetsState
from studio.state.material_view import ClassBar, MaterialView, SampleRow
from studio.state.quantities import DENSITY, YOUNGS_MODULUS
from studio.state.resolve_comparison import resolve_comparison
from studio.state.resolve_curves import resolve_curves, resolve_plain_curves
from studio.state.resolve_law import resolve_law

PROMINENT_SHARE = 0.05
"""Classes from this probability on are shown before "more"."""

STIFFNESS_HELP = {
    "real": mark(
        "Real: stiffness as given. What is too stiff to deform visibly moves as a rigid body."
    ),
    "expressive": mark(
        "Expressive: softened until it visibly deforms; the order of materials is kept."
    ),
}


def resolve_material(
    choice: MaterialChoice,
    predicted: PhysicsDistribution | None,
    take: TakeSummary | None,
    *,
    novelty: float | None = None,
    presets: PresetsState | None = None,
) -> MaterialView:
    """What the material panel shows; without a distribution there are no bars and no samples.

    Args:
        choice: What the user chose.
        predicted: What the model says; None for a splat file.
        take: Take that is shown.
        novelty: How little the picture is like what the model learned, 0 to 1.
        presets: The user's presets; None stands for none.
    """
    physics = distribution_of(choice, predicted)
    samples: tuple[PhysicsSample, ...] = ()
    shown: MaterialClass | None = None
    if physics is not None and predicted is not None:
        samples = drawn_samples(physics, choice.seed, choice.sample_count)
        shown = chosen_class(choice, physics)
        curves = resolve_curves(choice, predicted, physics, shown, samples=samples, take=take)
    else:
        curves = resolve_plain_curves(choice, take)
    return MaterialView(
        certainty=None if physics is None else resolve_certainty(physics, novelty),
        bars=() if physics is None or predicted is None else _bars(predicted, physics, shown),
        shown_class="" if shown is None else tr(shown.label),
        mixed=choice.mixed,
        curves=curves,
        samples=() if physics is None else _rows(physics, samples, choice.chosen_sample),
        seed=choice.seed,
        sample_count=choice.sample_count,
        law=resolve_law(choice, predicted, shown, presets or PresetsState()),
        quality=choice.quality,
        stiffness=choice.stiffness,
        stiffness_help=tr(STIFFNESS_HELP[choice.stiffness]),
        next_run=_next_run(choice, predicted),
        edited=choice.is_edited(),
        comparison=resolve_comparison(take),
    )


def _bars(
    predicted: PhysicsDistribution, physics: PhysicsDistribution, shown: MaterialClass | None
) -> tuple[ClassBar, ...]:
    order = np.argsort(-predicted.class_probabilities, kind="stable")
    now, before = physics.probabilities, predicted.probabilities
    return tuple(
        ClassBar(
            MaterialClass(int(index)), float(now[index]), float(before[index]), int(index) == shown
        )
        for index in order
    )


def _rows(
    physics: PhysicsDistribution, samples: tuple[PhysicsSample, ...], chosen: int | None
) -> tuple[SampleRow, ...]:
    logs = physics.log_probs(samples)
    best = max(logs, default=0.0)
    return tuple(
        SampleRow(
            index=index,
            material_class=sample.material_class,
            values=(
                YOUNGS_MODULUS.format(sample.youngs_modulus_pa),
                f"{sample.poisson_ratio:.2f}",
                DENSITY.format(sample.density_kg_m3).removesuffix(f" {DENSITY.unit}"),
            ),
            log_likelihood=f"{log:.1f}" if math.isfinite(log) else "–",
            share=math.exp(max(log - best, -50.0)) if math.isfinite(log) else 0.0,
            chosen=index == chosen,
        )
        for index, (sample, log) in enumerate(zip(samples, logs, strict=True))
    )


def _next_run(choice: MaterialChoice, predicted: PhysicsDistribution | None) -> str:
    """What the next simulation takes, in one line."""
    sample = chosen_sample(choice, predicted)
    values = tr(
        "{stiffness} · ν {ratio} · {density}",
        stiffness=YOUNGS_MODULUS.format(sample.youngs_modulus_pa),
        ratio=f"{sample.poisson_ratio:.2f}",
        density=DENSITY.format(sample.density_kg_m3),
    )
    if predicted is None:
        return values
    name = tr(sample.material_class.label)
    if choice.chosen_sample is not None:
        number = choice.chosen_sample + 1
        return tr("Sample {number}, {name}: {values}", number=number, name=name, values=values)
    return tr("{name}: {values}", name=name, values=values)
