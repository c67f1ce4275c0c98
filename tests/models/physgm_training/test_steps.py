"""Steps of the trainer: accumulation, clipping, recomputation, faulty steps."""

from __future__ import annotations

import copy
import math
from dataclasses import replace

import pytest
import torch
from training_fixtures import batch, document, scene_loss, settings, trainer

from models.physgm.precision import Precision
from models.training.physgm.scene_loss import SceneLoss
from models.training.physgm.scene_stream import SceneBatch
from models.training.physgm.scenes import Scene
from models.training.physgm.settings import TrainingSettings
from models.training.physgm.splat_pictures import paint_on_cpu
from models.training.physgm.step_guard import FaultyStepsError, StepGuard, gradient_fault
from models.training.physgm.trainer import PhysGMTrainer
from render.errors import InputError


def gradients(made: PhysGMTrainer) -> dict[str, torch.Tensor]:
    return {
        name: parameter.grad.clone()
        for name, parameter in made.net.named_parameters()
        if parameter.grad is not None
    }


def weights(made: PhysGMTrainer) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in made.net.state_dict().items()}


def spoilt(good: SceneBatch) -> SceneBatch:
    """The same batch with a picture that is not a number."""
    targets = good.scenes.targets.clone()
    targets[0, 0, 0, 0, 0] = math.nan
    return good._replace(scenes=good.scenes._replace(targets=targets))


def assert_close(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> None:
    assert one.keys() == other.keys()
    for name, value in one.items():
        largest = float(other[name].abs().max())
        assert float((value - other[name]).abs().max()) <= 1e-6 * max(largest, 1.0), name


def test_accumulated_gradient_is_that_of_the_big_batch() -> None:
    config = settings(clip_norm=1e9)
    whole, parts = trainer(config), trainer(config)
    big = whole.advance([batch(config, 0, 1, 2, 3)])
    small = parts.advance([batch(config, 0, 1), batch(config, 2, 3)])
    assert len(gradients(whole)) == len(list(whole.net.parameters()))
    assert_close(gradients(parts), gradients(whole))
    assert small.total == pytest.approx(big.total, rel=1e-6)
    assert small.terms == pytest.approx(big.terms, rel=1e-5)


def test_unknown_density_does_not_change_what_accumulation_means() -> None:
    config = settings(clip_norm=1e9)

    def without_density(made: SceneBatch, place: int) -> SceneBatch:
        values = made.scenes.values.clone()
        values[place, 2] = math.nan
        return made._replace(scenes=made.scenes._replace(values=values))

    whole, parts = trainer(config), trainer(config)
    whole.advance([without_density(batch(config, 0, 1, 2, 3), 1)])
    parts.advance([without_density(batch(config, 0, 1), 1), batch(config, 2, 3)])
    assert_close(gradients(parts), gradients(whole))


def test_recomputed_activations_give_the_same_gradient() -> None:
    plain, saving = settings(), settings(recompute=True)
    kept, again = trainer(plain), trainer(saving)
    kept.advance([batch(plain, 0, 1)])
    again.advance([batch(saving, 0, 1)])
    assert again.net.recomputes
    assert again.net.processor.recomputes
    assert_close(gradients(again), gradients(kept))


def test_recomputing_keeps_less() -> None:
    kept: dict[bool, int] = {}
    for recompute in (False, True):
        config = settings(recompute=recompute)
        made, total = trainer(config), 0

        def count(tensor: torch.Tensor) -> torch.Tensor:
            nonlocal total
            total += tensor.numel()
            return tensor

        scenes = batch(config, 0, 1).scenes
        with torch.autograd.graph.saved_tensors_hooks(count, lambda tensor: tensor):
            made.loss.predict(made.net, scenes)
        kept[recompute] = total
    assert kept[True] < 0.3 * kept[False]


def test_gradient_is_clipped_to_its_norm() -> None:
    config = settings(clip_norm=1e-3)
    made = trainer(config)
    report = made.advance([batch(config, 0, 1)])
    norm = torch.stack([value.norm() for value in gradients(made).values()]).norm()
    assert report.gradient_norm > 1e-3
    assert float(norm) == pytest.approx(1e-3, rel=1e-4)


def test_terms_of_weight_zero_are_left_out() -> None:
    config = settings()
    loss, made = scene_loss(config), trainer(config)
    loss.weights = replace(config.losses, material=0.0, alpha=0.0)
    terms, drawn = loss.terms(made.net, batch(config, 0).scenes)
    assert terms.keys() == {"rgb", "youngs_modulus", "poisson_ratio", "density"}
    assert drawn.color.shape == (1, 3, 3, 16, 16)


def test_perceptual_term_compares_reduced_pictures() -> None:
    config, seen = settings(), []

    def distance(first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
        seen.append((first, second))
        return (first - second).abs().mean(dim=(1, 2, 3))

    weights = replace(config.losses, lpips=0.5, lpips_px=32)
    wide = TrainingSettings.from_json(
        {**document(), "preset": {"picture_px": 64, "view_count": 2, "scale_bias": -5.0}}
    )
    loss = SceneLoss(
        wide.preset,
        weights,
        paint_on_cpu,
        perceptual=distance,  # type: ignore[arg-type]
        precision=Precision.FP32,
    )
    terms, drawn = loss.terms(trainer(wide).net, batch(wide, 0).scenes)
    first, second = seen[0]
    assert first.shape == second.shape == (3, 3, 32, 32)
    reduced = drawn.color[0].unflatten(3, (32, 2)).unflatten(2, (32, 2)).mean(dim=(3, 5))
    torch.testing.assert_close(first, reduced)
    torch.testing.assert_close(terms["lpips"], (first - second).abs().mean())


def test_mixed_precision_keeps_losses_and_gaussians_wide() -> None:
    config = settings(precision="bf16")
    made = trainer(config)
    raw, gaussians = made.loss.predict(made.net, batch(config, 0).scenes)
    assert {part.dtype for part in gaussians} == {torch.float32}
    assert raw.material_logits.dtype is torch.float32
    report = made.advance([batch(config, 0)])
    assert math.isfinite(report.gradient_norm)


def test_loss_that_is_no_number_skips_the_step_and_keeps_the_weights() -> None:
    config = settings()
    made = trainer(config)
    made.advance([batch(config, 0, 1)])
    before, state = weights(made), copy.deepcopy(made.optimizer.state_dict())
    average = {name: value.clone() for name, value in made.averaged.weights.items()}
    report = made.advance([batch(config, 0, 1), spoilt(batch(config, 2, 3))])
    assert math.isnan(report.gradient_norm)
    assert math.isnan(report.terms["rgb"])
    assert made.step == 2
    assert made.guard.skipped == 1
    assert all(torch.equal(value, before[name]) for name, value in weights(made).items())
    assert all(torch.equal(value, average[name]) for name, value in made.averaged.weights.items())
    assert str(made.optimizer.state_dict()["state"]) == str(state["state"])
    made.advance([batch(config, 0, 1)])
    assert not all(torch.equal(value, before[name]) for name, value in weights(made).items())


def test_gradient_that_is_no_number_skips_the_step() -> None:
    config = settings()
    made = trainer(config)
    before = weights(made)
    made.net.phys_token_decoder[1].weight.register_hook(lambda gradient: gradient * math.inf)
    report = made.advance([batch(config, 0, 1)])
    assert not math.isfinite(report.gradient_norm)
    assert all(torch.equal(value, before[name]) for name, value in weights(made).items())
    assert gradient_fault(made.net) is not None
    assert "phys_token_decoder.1.weight" in str(gradient_fault(made.net))


def test_too_many_faulty_steps_in_a_row_end_the_training_with_the_cause() -> None:
    config = settings(faulty_steps=3)
    made = trainer(config)
    good, bad = batch(config, 0, 1), spoilt(batch(config, 2, 3))
    for steps in ([bad], [bad], [good], [bad], [bad]):
        made.advance(steps)
    with pytest.raises(
        FaultyStepsError, match=r"step 5: 3 steps in a row.*rgb nan.*object2, object3"
    ):
        made.advance([bad])
    assert made.guard.skipped == 5
    assert issubclass(FaultyStepsError, InputError)


def test_a_guard_goes_on_counting() -> None:
    guard = StepGuard(2, skipped=4)
    guard.skip(7, "cause")
    assert guard.skipped == 5
    guard.passed()
    guard.skip(9, "cause")
    with pytest.raises(FaultyStepsError, match="training stopped at step 10: 2 steps in a row"):
        guard.skip(10, "cause")


def test_scenes_move_without_their_cameras() -> None:
    scenes: Scene = batch(settings(), 0).scenes.to("meta")
    assert scenes.pictures.is_meta
    assert not scenes.lenses.is_meta
    assert not scenes.world_to_camera.is_meta
