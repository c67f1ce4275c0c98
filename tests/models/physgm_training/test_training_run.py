"""Whole runs: continued bit for bit after a stop at any step, exported, refused if they differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from test_perceptual_gradient import weights as lpips_weights
from training_fixtures import SIDE, document, settings, write_objects

from models.checkpoint import CheckpointError
from models.physgm.model import PhysGM
from models.posed_views import PosedViews
from models.training.physgm import run_files, training_state
from models.training.physgm.interruption import StopRequested
from models.training.physgm.run import RunRequest, train_physgm
from models.training.physgm.settings import TrainingSettings
from models.training.physgm.training_log import CSV_NAME
from models.training.physgm.training_state import STATE_NAME
from render.errors import CancelledError, InputError
from render.progress import ignore_progress

STEPS = 6


class CrashError(Exception):
    """Stands for anything that ends a process without a word."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_objects(tmp_path_factory.mktemp("objects"), 5)


def request(data: Path, out: Path, config: TrainingSettings | None = None) -> RunRequest:
    return RunRequest(config or settings(step_count=STEPS), (data,), out, device="cpu")


@pytest.fixture(scope="module")
def whole(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that was never stopped."""
    out = tmp_path_factory.mktemp("whole")
    train_physgm(request(data, out))
    return out


def at_step(step: int, error: type[BaseException]) -> Callable[[str, float], None]:
    def stop(stage: str, fraction: float) -> None:
        if round(fraction * STEPS) == step:
            raise error("stopped")

    return stop


def assert_same_run(out: Path, whole: Path) -> None:
    one, other = (load_file(folder / run_files.WEIGHTS_NAME) for folder in (out, whole))
    assert all(torch.equal(value, other[name]) for name, value in one.items())
    states: list[dict[str, Any]] = [
        torch.load(folder / STATE_NAME, weights_only=True) for folder in (out, whole)
    ]
    for part in ("net", "averaged"):
        pairs = ((states[0][part][name], value) for name, value in states[1][part].items())
        assert all(torch.equal(a, b) for a, b in pairs)
    moments = [state["optimizer"]["state"] for state in states]
    for index, values in moments[1].items():
        assert all(torch.equal(moments[0][index][name], value) for name, value in values.items())


@pytest.mark.parametrize("step", range(1, STEPS))
def test_crash_at_any_step_continues_bit_for_bit(
    step: int, data: Path, whole: Path, tmp_path: Path
) -> None:
    """The state is written every second step; a crash loses what came after it."""
    with pytest.raises(CrashError):
        train_physgm(request(data, tmp_path), at_step(step, CrashError))
    assert (tmp_path / STATE_NAME).is_file() == (step >= 2)
    train_physgm(request(data, tmp_path))
    assert_same_run(tmp_path, whole)
    lines, due = ((folder / CSV_NAME).read_text().splitlines() for folder in (tmp_path, whole))
    untimed = [[line.rsplit(",", 1)[0] for line in each] for each in (lines, due)]
    assert untimed[0] == untimed[1]  # all but the speed


def test_cancelled_run_keeps_its_last_step(data: Path, whole: Path, tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        train_physgm(request(data, tmp_path), at_step(3, CancelledError))
    assert torch.load(tmp_path / STATE_NAME, weights_only=True)["step"] == 3
    train_physgm(request(data, tmp_path))
    assert_same_run(tmp_path, whole)


def test_ctrl_c_finishes_the_step_and_keeps_it(data: Path, whole: Path, tmp_path: Path) -> None:
    import os
    import signal

    def press(stage: str, fraction: float) -> None:
        if round(fraction * STEPS) == 2:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(StopRequested, match="interrupted after step 3; the same command continues"):
        train_physgm(request(data, tmp_path), press)
    train_physgm(request(data, tmp_path))
    assert_same_run(tmp_path, whole)


def test_crash_while_the_state_is_written_leaves_the_one_before(
    data: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, calls = torch.save, []

    def half(state: Any, path: Path) -> None:
        calls.append(path)
        if len(calls) == 2:
            path.write_bytes(b"PK\x03\x04 half a file")
            raise CrashError
        save(state, path)

    monkeypatch.setattr(training_state.torch, "save", half)
    with pytest.raises(CrashError):
        train_physgm(request(data, tmp_path))
    monkeypatch.undo()
    assert torch.load(tmp_path / STATE_NAME, weights_only=True)["step"] == 2
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".pt"] == [STATE_NAME]
    train_physgm(request(data, tmp_path))
    assert_same_run(tmp_path, whole)


def test_finished_run_is_not_repeated(data: Path, whole: Path) -> None:
    before = load_file(whole / run_files.WEIGHTS_NAME)
    seen: list[float] = []
    train_physgm(request(data, whole), lambda _stage, fraction: seen.append(fraction))
    assert not seen
    after = load_file(whole / run_files.WEIGHTS_NAME)
    assert all(torch.equal(value, before[name]) for name, value in after.items())


def test_exported_checkpoint_predicts(data: Path, whole: Path) -> None:
    model = PhysGM.load(whole / run_files.WEIGHTS_NAME)
    config = settings()
    assert model.loaded.config == config.net
    assert model.loaded.preset == config.preset
    prediction = model.predict(PosedViews.read(data / "object0" / "pose.json"))
    assert prediction.gaussians.means.shape == (1, 4 * SIDE**2, 3)
    assert "log10_density" in prediction.physics.distribution.predicted
    state = torch.load(whole / STATE_NAME, weights_only=True)
    last = model.loaded.net.state_dict()["dino_proj.weight"]
    assert torch.equal(last, state["averaged"]["dino_proj.weight"])
    assert not torch.equal(last, state["net"]["dino_proj.weight"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"learning_rate": 0.5}, "training.learning_rate 0.001, not 0.5"),
        ({"batch_size": 3}, "training.batch_size 2, not 3"),
        ({"seed": 7}, "training.seed 0, not 7"),
    ],
)
def test_state_of_other_settings_is_refused(
    change: dict[str, Any], words: str, data: Path, whole: Path
) -> None:
    with pytest.raises(InputError, match=words):
        train_physgm(request(data, whole, settings(**{"step_count": STEPS, **change})))


def test_intervals_may_change_in_a_continued_run(data: Path, whole: Path) -> None:
    config = settings(step_count=STEPS, save_every_steps=5, log_every_steps=3, faulty_steps=9)
    assert train_physgm(request(data, whole, config)).is_file()


def test_state_of_other_data_is_refused(whole: Path, tmp_path: Path) -> None:
    fewer = write_objects(tmp_path / "objects", 3)
    with pytest.raises(InputError, match="was written with objects 5, not 3"):
        train_physgm(request(fewer, whole))


def test_damaged_state_is_named(data: Path, whole: Path, tmp_path: Path) -> None:
    content = (whole / STATE_NAME).read_bytes()
    for damaged in (content[: len(content) // 2], b"", b"no state at all"):
        (tmp_path / STATE_NAME).write_bytes(damaged)
        with pytest.raises(InputError, match=rf"{STATE_NAME} is damaged .*remove it to begin anew"):
            train_physgm(request(data, tmp_path))
    torch.save({"version": 9}, tmp_path / STATE_NAME)
    with pytest.raises(InputError, match="version 9 is not 1"):
        train_physgm(request(data, tmp_path))
    state = torch.load(whole / STATE_NAME, weights_only=True)
    del state["net"]["dino_proj.weight"]
    torch.save(state, tmp_path / STATE_NAME)
    with pytest.raises(InputError, match=r"another network: missing dino_proj\.weight"):
        train_physgm(request(data, tmp_path))


def test_sheets_are_drawn_when_due(data: Path, tmp_path: Path) -> None:
    train_physgm(request(data, tmp_path, settings(step_count=4, sheet_every_steps=2)))
    sheets = sorted(path.name for path in (tmp_path / run_files.SHEET_FOLDER).iterdir())
    assert sheets == ["0000002.png", "0000004.png"]


def test_sheets_do_not_change_the_run(data: Path, whole: Path, tmp_path: Path) -> None:
    train_physgm(request(data, tmp_path, settings(step_count=STEPS, sheet_every_steps=1)))
    assert_same_run(tmp_path, whole)


def test_faulty_steps_stop_with_the_state_on_disk(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.training.physgm import scenes

    monkeypatch.setattr(scenes, "on_white", lambda rgba: rgba[..., :3, :, :] * np.nan)
    config = settings(step_count=STEPS, faulty_steps=2)
    with pytest.raises(InputError, match=r"2 steps in a row.*last good state is .*pt; lower"):
        train_physgm(request(data, tmp_path, config))
    state = torch.load(tmp_path / STATE_NAME, weights_only=True)
    assert all(bool(value.isfinite().all()) for value in state["net"].values())
    assert state["skipped"] == 2


def test_network_that_needs_dino_asks_for_it(data: Path, tmp_path: Path) -> None:
    net = {**document()["net"], "encoder": "dinov3", "encoder_head_size": 8, "encoder_depth": 1}
    config = TrainingSettings.from_json({**document(), "net": net})
    with pytest.raises(InputError, match=r"needs DINOv3's weights.*--dino"):
        train_physgm(request(data, tmp_path, config))
    wrong = tmp_path / "dino.safetensors"
    wrong.write_bytes(b"none")
    with pytest.raises(CheckpointError, match="no readable safetensors"):
        train_physgm(replace(request(data, tmp_path, config), dino=wrong))
    with pytest.raises(InputError, match='"patches" takes no DINOv3'):
        train_physgm(replace(request(data, tmp_path), dino=wrong))


def test_frozen_dino_is_read_kept_and_exported(data: Path, tmp_path: Path) -> None:
    from safetensors.torch import save_file

    from models.physgm.build import build_physgm

    net = {**document()["net"], "encoder": "dinov3", "encoder_head_size": 8, "encoder_depth": 1}
    config = TrainingSettings.from_json({**document(step_count=1, warmup_steps=0), "net": net})
    torch.manual_seed(5)
    encoder = build_physgm(config.net).dinov3_extractor.model
    given = {name: torch.randn_like(value) * 0.1 for name, value in encoder.state_dict().items()}
    save_file(given, tmp_path / "dino.safetensors")
    wanted = replace(request(data, tmp_path / "out", config), dino=tmp_path / "dino.safetensors")
    exported = load_file(train_physgm(wanted, ignore_progress))
    for name, value in given.items():
        assert torch.equal(exported[f"dinov3_extractor.model.{name}"], value)
    state = torch.load(tmp_path / "out" / STATE_NAME, weights_only=True)
    assert not [name for name in state["net"] if name.startswith("dinov3_extractor")]
    del given["norm.bias"]
    save_file(given, tmp_path / "dino.safetensors")
    with pytest.raises(CheckpointError, match=r"missing dinov3_extractor\.model\.norm\.bias"):
        train_physgm(wanted)


def test_perceptual_loss_is_trained_on(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safetensors.torch import save_file

    from models.evaluation import perceptual_distance

    save_file(lpips_weights(), tmp_path / "lpips.safetensors")
    path = tmp_path / "lpips.safetensors"
    monkeypatch.setattr(perceptual_distance, "lpips_weights_path", lambda: path)
    config = TrainingSettings.from_json({**document(step_count=1), "losses": {"lpips": 0.5}})
    train_physgm(request(data, tmp_path / "with", config))
    train_physgm(request(data, tmp_path / "without", settings(step_count=1)))
    lines = (tmp_path / "with" / CSV_NAME).read_text().splitlines()
    logged = dict(zip(lines[0].split(","), map(float, lines[1].split(",")), strict=True))
    assert logged["lpips"] > 0
    nets = [
        torch.load(tmp_path / folder / STATE_NAME, weights_only=True)["net"]
        for folder in ("with", "without")
    ]
    name = "dpt_head.scratch.output_conv2.2.weight"
    assert not torch.equal(nets[0][name], nets[1][name])
    path.unlink()
    with pytest.raises(InputError, match=r"LPIPS weights are not installed.*losses\.lpips to 0"):
        train_physgm(request(data, tmp_path / "lacking", config))
