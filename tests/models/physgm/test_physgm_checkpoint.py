"""PhysGM checkpoints: strict loading, presets, conversion, and every kind of bad file."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from key_table import public_table
from physgm_fixtures import SMALL, seeded_net, views
from safetensors.torch import save_file

from models.checkpoint import CheckpointError
from models.physgm.build import build_physgm
from models.physgm.checkpoint import (
    LAST_LAYER,
    LoadedPhysGM,
    convert_checkpoint,
    load_physgm,
    save_physgm,
)
from models.physgm.config import INFERENCE_PRESET, TRAINING_PRESET, PhysGMConfig, PhysGMPreset
from models.physgm.precision import Precision, weight_bytes
from models.state_faults import state_faults
from models.threads import one_thread
from tests.render.fuzzing import mutated

State = dict[str, torch.Tensor]
DINO = "dinov3_extractor.model."


@pytest.fixture(autouse=True)
def _one_thread() -> Any:
    with one_thread():
        yield


@pytest.fixture
def state() -> State:
    return dict(seeded_net(SMALL).state_dict())


def load(path: Path, **options: Any) -> LoadedPhysGM:
    return load_physgm(path, config=SMALL, **options)


def saved(path: Path, content: Any, **options: Any) -> Path:
    torch.save(content, path, **options)
    return path


def refused(path: Path, **options: Any) -> str:
    with pytest.raises(CheckpointError) as error:
        load(path, **options)
    message = str(error.value)
    assert "\n" not in message
    assert str(path) in message
    return message


@pytest.mark.parametrize(("degree", "outputs"), [(0, 14), (1, 23)])
def test_names_and_shapes_are_those_of_the_public_checkpoint(degree: int, outputs: int) -> None:
    with torch.device("meta"):
        net = build_physgm(PhysGMConfig(sh_degree=degree))
    own = {name: tuple(tensor.shape) for name, tensor in net.state_dict().items()}
    assert state_faults(public_table(outputs), own) == []
    assert list(state_faults({}, own))


def test_parameter_counts_are_the_published_ones() -> None:
    with torch.device("meta"):
        net = build_physgm(PhysGMConfig())
    counts: dict[str, int] = {}
    for name, parameter in net.named_parameters():
        part = name.split(".")[0]
        counts[part] = counts.get(part, 0) + parameter.numel()
    heads = sum(counts[f"{head}_token_decoder"] for head in ("phys", "E", "nu"))
    assert sum(p.numel() for p in net.parameters() if p.requires_grad) == 334_816_530
    assert counts["processor"] == 302_039_040
    assert counts["dpt_head"] == 29_769_326
    assert counts["ray_encoder"] == 1_773_856
    assert counts["dino_proj"] == 1_081_344
    assert heads == 148_868
    assert counts["input_layernorm"] == 1024
    assert counts["global_token_init"] == 3072
    assert counts["dinov3_extractor"] == 303_129_600


def test_memory_is_stated_per_precision() -> None:
    with torch.device("meta"):
        net = build_physgm(PhysGMConfig())
    full, half = (weight_bytes(net, p) for p in (Precision.FP32, Precision.BF16))
    assert full == 4 * (334_816_530 + 303_129_600 + 8192)
    assert 0.5 * full < half < 0.501 * full


@pytest.mark.parametrize("wrapped", [True, False])
@pytest.mark.parametrize("zipped", [True, False])
def test_pickled_checkpoints_load_exactly(
    tmp_path: Path, state: State, wrapped: bool, zipped: bool
) -> None:
    content = (
        {"model": state, "optimizer": {"step": 3}, "train_steps_done": 7} if wrapped else state
    )
    path = saved(tmp_path / "a.pt", content, _use_new_zipfile_serialization=zipped)
    loaded = load(path)
    assert loaded.preset == INFERENCE_PRESET
    for name, tensor in loaded.net.state_dict().items():
        assert torch.equal(tensor, state[name]), name
    assert not any(parameter.requires_grad for parameter in loaded.net.parameters())


def test_perceptual_loss_tensors_are_ignored_and_nothing_else(tmp_path: Path, state: State) -> None:
    state["lpips_loss.net.slice1.0.weight"] = torch.zeros(3)
    load(saved(tmp_path / "a.pt", state))
    state["extra.weight"] = torch.zeros(3)
    assert "unknown extra.weight" in refused(saved(tmp_path / "b.pt", state))


def test_every_fault_is_named(tmp_path: Path, state: State) -> None:
    for index in range(3):
        del state[f"processor.blocks.{index}.norm1.weight"]
    del state["global_token_init"]
    state["nu_token_decoder.1.weight"] = torch.zeros(64, 7)
    state["processor.blocks.9.surplus"] = torch.zeros(1)
    message = refused(saved(tmp_path / "a.pt", state))
    assert "missing processor.blocks.{0-2}.norm1.weight" in message
    assert "missing global_token_init" in message
    assert "unknown processor.blocks.9.surplus" in message
    assert "nu_token_decoder.1.weight has shape (64, 7), expected (64, 48)" in message


def test_dinov3_inside_or_apart(tmp_path: Path, state: State) -> None:
    inner = {name: tensor for name, tensor in state.items() if name.startswith(DINO)}
    outer = {name: tensor for name, tensor in state.items() if not name.startswith(DINO)}
    trunk = saved(tmp_path / "trunk.pt", {"model": outer})
    assert "holds no DINOv3" in refused(trunk)
    plain = {name.removeprefix(DINO): tensor for name, tensor in inner.items()}
    for index, prefix in enumerate(("", "model.", DINO)):
        dino = tmp_path / f"dino{index}.safetensors"
        save_file({prefix + name: t for name, t in plain.items()}, dino, {"format": "pt"})
        loaded = load(trunk, dino=dino)
        for name, tensor in loaded.net.state_dict().items():
            assert torch.equal(tensor, state[name]), name
    assert "leave dino0.safetensors out" in refused(
        saved(tmp_path / "a.pt", state), dino=tmp_path / "dino0.safetensors"
    )
    save_file({"layer.0.norm1.weight": torch.zeros(3)}, tmp_path / "bad.safetensors")
    message = refused(trunk, dino=tmp_path / "bad.safetensors")
    assert "missing dinov3_extractor.model.norm.weight" in message


@pytest.mark.parametrize("precision", list(Precision))
def test_conversion_keeps_answers_settings_and_preset(tmp_path: Path, precision: Precision) -> None:
    net = seeded_net(SMALL)
    path = saved(tmp_path / "a.pt", dict(net.state_dict()))
    preset = PhysGMPreset(scale_bias=-6.25, max_dist=1.75, rgb_into_sh=False)
    target = tmp_path / "a.safetensors"
    convert_checkpoint(path, target, preset=preset, config=SMALL, precision=precision)
    loaded = load_physgm(target, precision=precision)
    assert loaded.config == SMALL
    assert loaded.preset == preset
    pictures, rays = views(32, 2, dtype=torch.float32)
    mixed = precision is not Precision.FP32
    with torch.inference_mode(), torch.autocast("cpu", precision.dtype, enabled=mixed):
        own = loaded.net(pictures, rays)
    with torch.inference_mode():
        other = net(pictures, rays)
    assert own.gaussians.dtype == torch.float32
    spread = float(other.gaussians.std())
    limit = {Precision.FP32: 0.0, Precision.BF16: 0.1, Precision.FP16: 0.02}[precision]
    assert float((own.gaussians - other.gaussians).abs().mean()) <= limit * spread


def test_preset_comes_from_the_file_beside_or_from_the_sh_degree(tmp_path: Path) -> None:
    config = replace(SMALL, sh_degree=1)
    path = saved(tmp_path / "a.pt", dict(seeded_net(config).state_dict()))
    loaded = load(path)  # told degree 0; the last layer decides
    assert loaded.config.sh_degree == 1
    assert loaded.preset == TRAINING_PRESET
    beside = tmp_path / "a.pt.preset.json"
    beside.write_text(json.dumps({"opacity_bias": -1, "rig_azimuths_deg": [0, 120.0, 240.0]}))
    loaded = load(path)
    assert loaded.preset == replace(
        TRAINING_PRESET, opacity_bias=-1.0, rig_azimuths_deg=(0, 120.0, 240.0)
    )
    assert load(path, preset=INFERENCE_PRESET).preset == INFERENCE_PRESET
    for text in (
        '{"opacity_bais": 1}',
        '{"max_dist": "far"}',
        "[1]",
        "{",
        '{"max_dist": NaN}',
        '{"rig_azimuths_deg": ["a"]}',
    ):
        beside.write_text(text)
        with pytest.raises(CheckpointError, match=r"a\.pt\.preset\.json has an unusable preset"):
            load(path)


def with_rows(rows: int) -> Callable[[State], None]:
    def change(state: State) -> None:
        state[LAST_LAYER] = torch.zeros(rows, 32, 1, 1)

    return change


def with_value(value: float) -> Callable[[State], None]:
    def change(state: State) -> None:
        state["dino_proj.weight"][3, 5] = value

    return change


def as_sparse(state: State) -> None:
    state["dino_proj.weight"] = state["dino_proj.weight"].to_sparse()


def as_integers(state: State) -> None:
    state["dino_proj.weight"] = state["dino_proj.weight"].int()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (with_rows(17), "17 rows, which is no SH degree"),
        (with_rows(23), "output_conv2.2.bias has shape (14,), expected (23,)"),
        (with_value(math.nan), "dino_proj.weight holds NaN or infinity"),
        (with_value(math.inf), "dino_proj.weight holds NaN or infinity"),
        (as_integers, "dino_proj.weight holds torch.int32 (torch.strided), expected dense floats"),
        (as_sparse, "dino_proj.weight holds torch.float32 (torch.sparse_coo), expected dense"),
        (lambda state: state.pop(LAST_LAYER), "holds another network: its"),
        (lambda state: state.update({"a\nb": torch.zeros(1)}), r"unknown 'a\nb'"),
        (lambda state: state.update(seven=7), "values that are no tensors: seven"),
    ],
)
def test_unusable_tensors(
    tmp_path: Path, state: State, change: Callable[[State], None], expected: str
) -> None:
    change(state)
    assert expected in refused(saved(tmp_path / "a.pt", state))


def test_stored_sh_degree_must_agree_with_the_last_layer(tmp_path: Path) -> None:
    net = seeded_net(SMALL)
    path = tmp_path / "a.safetensors"
    save_physgm(path, net, replace(SMALL, sh_degree=2), INFERENCE_PRESET)
    assert "says SH degree 2, but its last layer has 14 rows, which is degree 0" in refused(path)


class Trap:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.folder),)


@pytest.mark.parametrize("zipped", [True, False])
def test_pickled_code_is_refused_and_never_run(tmp_path: Path, state: State, zipped: bool) -> None:
    trap = tmp_path / "sprung"
    content = {"model": state, "extra": Trap(trap)}
    path = saved(tmp_path / "a.pt", content, _use_new_zipfile_serialization=zipped)
    assert "pickled code (posix.mkdir), which is never run" in refused(path)
    assert not trap.exists()


@pytest.mark.parametrize("suffix", ["zip.pt", "old.pt", "safetensors"])
@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.9, 0.999])
def test_truncated_files(tmp_path: Path, state: State, suffix: str, share: float) -> None:
    path = tmp_path / f"a.{suffix}"
    if suffix == "safetensors":
        save_file({name: tensor.contiguous() for name, tensor in state.items()}, path)
    else:
        saved(path, state, _use_new_zipfile_serialization=suffix == "zip.pt")
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    refused(path)


@pytest.mark.parametrize(
    "content",
    [
        [torch.zeros(2)],
        {"model": [1]},
        {},
        torch.zeros(3),
        {"model": {}},
        "text",
        {1: torch.zeros(2)},
    ],
)
def test_pickles_without_a_state_dict(tmp_path: Path, content: Any) -> None:
    assert "holds no state dict" in refused(saved(tmp_path / "a.pt", content))


def test_files_that_are_no_checkpoints(tmp_path: Path) -> None:
    assert "no such weights file" in refused(tmp_path / "none.pt")
    for name in ("a.pt", "a.safetensors"):
        (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
        refused(tmp_path / name)
    (tmp_path / "a.pt").write_text("scene: 1\nname: chair\n")
    refused(tmp_path / "a.pt")
    save_file({"conv.weight": torch.zeros(2)}, tmp_path / "b.safetensors")
    assert "its 1 tensors begin with conv.weight" in refused(tmp_path / "b.safetensors")


CHILD = """
import sys, threading
from pathlib import Path
from models.physgm.checkpoint import load_physgm
from models.physgm.precision import Precision

def own_memory():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon"))

peak, done = 0, threading.Event()
def watch():
    global peak
    while not done.wait(0.01):
        peak = max(peak, own_memory())
threading.Thread(target=watch).start()
before = own_memory()
load_physgm(Path(sys.argv[1]), precision=Precision.BF16)
done.set()
print(peak - before)
"""


@pytest.mark.slow
def test_full_size_file_loads_in_the_memory_of_its_weights(tmp_path: Path) -> None:
    with torch.device("meta"):
        net = build_physgm(PhysGMConfig())
    tensors = {name: torch.zeros(t.shape) for name, t in net.state_dict().items()}
    path = saved(tmp_path / "full.pt", {"model": tensors})
    del tensors
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)], capture_output=True, text=True, check=True
    )
    weights = weight_bytes(net, Precision.BF16)
    assert weights < int(child.stdout) < weights + 100e6


TINY = PhysGMConfig(
    dim=8,
    head_size=4,
    depth=2,
    taps=(0, 0, 1, 1),
    ray_features=4,
    ray_hidden=4,
    table_side=2,
    map_channels=(4, 4, 4, 4),
    map_features=8,
    encoder="patches",
    encoder_dim=4,
)


def check_survives_damage(folder: Path, count: int) -> None:
    """A damaged file loads or is refused in one line; nothing else is ever raised."""
    net = seeded_net(TINY)
    state = dict(net.state_dict())
    originals = [
        saved(folder / "a.pt", {"model": state}),
        saved(folder / "b.pt", state, _use_new_zipfile_serialization=False),
        folder / "c.safetensors",
    ]
    save_physgm(originals[2], net, TINY, INFERENCE_PRESET)
    refusals: list[str] = []
    for original in originals:
        data = original.read_bytes()
        for seed in range(count):
            original.write_bytes(mutated(data, seed))
            try:
                load_physgm(original, config=TINY)
            except CheckpointError as error:
                refusals.append(str(error))
    assert len(refusals) > 2 * count
    assert not [message for message in refusals if "\n" in message]


def test_damaged_files_are_survived(tmp_path: Path) -> None:
    check_survives_damage(tmp_path, 40)


@pytest.mark.slow
def test_many_damaged_files_are_survived(tmp_path: Path) -> None:
    check_survives_damage(tmp_path, 3000)
