"""MV-Adapter's conventions with a pipeline that stands for it, and what is missing without it."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file

from models.multiview import mvadapter_pipeline
from models.multiview.mvadapter_pipeline import OFFLINE, MvAdapterPipeline, load_pipeline
from models.multiview.mvadapter_views import AZIMUTHS_DEG, MvAdapterViews, camera_code
from models.physgm.config import INFERENCE_PRESET
from models.physgm.predictor import view_rig
from models.preprocess import ObjectView, view_from_rgba
from render.camera import intrinsics_from_fov
from render.errors import InputError

SIDE, PAINTED = 128, 192
COLOURS = {0: (255, 0, 0), 45: (9, 9, 9), 90: (0, 255, 0), 180: (0, 0, 255), 270: (255, 255, 0)}
COLOURS |= {315: (0, 0, 0)}
RIG = view_rig(INFERENCE_PRESET)


@dataclass
class FakePipe:
    """Paints a box of one colour a view, as wide as the frame allows, on grey."""

    asked: dict[str, Any] = field(default_factory=dict)
    missing: int = 0

    def __call__(self, prompt: str, **options: Any) -> Any:
        self.asked = {"prompt": prompt, **options}
        pictures = []
        for azimuth in AZIMUTHS_DEG[self.missing :]:
            pixels = np.full((PAINTED, PAINTED, 3), 128, np.uint8)
            reach = round(0.45 * PAINTED)
            middle = slice(PAINTED // 2 - reach, PAINTED // 2 + reach)
            pixels[PAINTED // 3 : -PAINTED // 3, middle] = COLOURS[azimuth]
            pictures.append(Image.fromarray(pixels))
        return SimpleNamespace(images=pictures)


def bar() -> ObjectView:
    """An orange bar in the upper left part of the picture."""
    rgba = np.zeros((SIDE, SIDE, 4), np.float32)
    rgba[20:40, 10:70] = (1, 0.5, 0, 1)
    return view_from_rgba(rgba, intrinsics_from_fov(53.13, SIDE, SIDE))


def test_four_views_in_the_checkpoints_ring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.multiview.mvadapter_views.segment", flat_grey_mask)
    pipe = FakePipe()
    made = MvAdapterViews(MvAdapterPipeline(pipe, PAINTED)).generate(bar(), RIG, elevation_deg=30)
    assert made.views.rgba.shape == (4, SIDE, SIDE, 4)
    for at in range(4):
        np.testing.assert_allclose(
            made.views.camera(at).world_to_camera, RIG.camera(at, SIDE).world_to_camera, atol=1e-5
        )
        columns = np.nonzero(made.views.rgba[at, ..., 3].max(0) > 0.5)[0]
        width = (np.ptp(columns) + 1) / SIDE  # longest side 1 in a frame 1.7067 wide
        assert width == pytest.approx(1 / 1.7067, abs=0.03)
        assert columns.mean() == pytest.approx(SIDE / 2, abs=1.5)
    middle = made.views.rgba[:, SIDE // 2, SIDE // 2, :3]
    expected = [(1, 0.5, 0), *(np.array(COLOURS[a]) / 255 for a in (90, 180, 270))]
    np.testing.assert_allclose(middle, expected, atol=0.02)
    assert "painted by MV-Adapter" in made.source
    assert "orthographic at elevation 0°" in made.notes[0]
    assert "elevation 8.93° with a field of view of 53.13°" in made.notes[0]


def flat_grey_mask(photo: Any) -> Any:
    alpha = (np.abs(photo.rgb - 128 / 255).max(axis=-1) > 0.05).astype(np.float32)
    return SimpleNamespace(alpha=alpha, whole_frame=False)


def test_what_the_pipeline_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.multiview.mvadapter_views.segment", flat_grey_mask)
    pipe = FakePipe()
    MvAdapterViews(MvAdapterPipeline(pipe, PAINTED)).generate(bar(), RIG)
    asked = pipe.asked
    assert (asked["height"], asked["width"], asked["num_images_per_prompt"]) == (192, 192, 6)
    assert asked["control_image"].shape == (6, 6, PAINTED, PAINTED)
    reference = np.asarray(asked["reference_image"])
    assert reference.shape == (PAINTED, PAINTED, 3)
    coloured = np.nonzero(reference[..., 0] > 200)[1]
    assert (np.ptp(coloured) + 1) / PAINTED == pytest.approx(0.9, abs=0.02)
    assert reference[0, 0].tolist() == [128, 128, 128]


def test_the_camera_code_says_direction_and_place() -> None:
    code = camera_code(4)[:, :, 0, 0].numpy() * 2 - 1
    directions, places = code[:, :3], code[:, 3:]
    np.testing.assert_allclose(directions, -places, atol=1e-6)
    np.testing.assert_allclose(places[0], [0, -1, 0], atol=1e-6)  # front
    np.testing.assert_allclose(places[2], [1, 0, 0], atol=1e-6)  # 90°: the viewer's right
    np.testing.assert_allclose(places[3], [0, 1, 0], atol=1e-6)
    assert camera_code(4).shape == (6, 6, 4, 4)


def test_a_view_without_outline_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def whole(photo: Any) -> Any:
        return SimpleNamespace(alpha=np.ones(photo.rgb.shape[:2], np.float32), whole_frame=True)

    monkeypatch.setattr("models.multiview.mvadapter_views.segment", whole)
    made = MvAdapterViews(MvAdapterPipeline(FakePipe(), PAINTED)).generate(bar(), RIG)
    assert len(made.notes) == 4
    assert "at 180°" in made.notes[2]


def test_rings_and_answers_that_do_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = replaced(RIG, azimuths_deg=(0.0, 120.0, 240.0))
    with pytest.raises(InputError, match="wants a view at azimuth 120°, MV-Adapter paints 0, 45"):
        MvAdapterViews(MvAdapterPipeline(FakePipe(), PAINTED)).generate(bar(), odd)
    with pytest.raises(InputError, match="gave 5 views, not 6"):
        MvAdapterViews(MvAdapterPipeline(FakePipe(missing=1), PAINTED)).generate(bar(), RIG)


ADAPTER = {"up.attn.processor.to_q_mv.weight": torch.zeros(1), "body.0.weight": torch.zeros(1)}


def weights(folder: Path) -> Path:
    save_file(ADAPTER, folder / "mvadapter_i2mv_sdxl.safetensors")
    (folder / "base").mkdir()
    (folder / "base" / "model_index.json").write_text("{}")
    return folder


def test_missing_weights_are_named_and_not_downloaded(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="none is no folder; name the one with MV-Adapter"):
        load_pipeline(tmp_path / "none", view_count=6)
    with pytest.raises(InputError, match=r"holds no mvadapter_i2mv_sdxl\.safetensors or .*sd21"):
        load_pipeline(tmp_path, view_count=6)
    (tmp_path / "mvadapter_i2mv_sd21.safetensors").write_bytes(b"")
    with pytest.raises(InputError, match=r"base holds no Stable Diffusion model .*nothing is down"):
        load_pipeline(tmp_path, view_count=6)


def test_missing_packages_are_named_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    present: set[str] = {"transformers", "accelerate"}
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: object() if name in present else None
    )
    with pytest.raises(InputError, match=r"need diffusers, einops: .*phys4d-studio\[multiview\]"):
        load_pipeline(weights(tmp_path), view_count=6)
    present |= {"diffusers", "einops"}
    with pytest.raises(InputError, match=r"authors' package mvadapter: .*MV-Adapter"):
        load_pipeline(tmp_path, view_count=6)


def pretend_mvadapter(
    monkeypatch: pytest.MonkeyPatch,
    opened: list[tuple[str, dict[str, Any]]],
    states: list[list[str | None]],
    names: list[str],
) -> None:
    """Put a package in MV-Adapter's place.

    Args:
        monkeypatch: Takes it away again.
        opened: Is told what is opened, and how.
        states: Is told the variables that keep the loader offline.
        names: Tensor of the U-Net and of the encoder of cameras that it holds.
    """

    class Pipe(SimpleNamespace):
        @classmethod
        def from_pretrained(cls, folder: str, **options: Any) -> Pipe:
            opened.append((folder, options))
            states.append([os.environ.get(name) for name in OFFLINE])
            return cls(
                scheduler="plain",
                unet=SimpleNamespace(state_dict=lambda: names[:1]),
                cond_encoder=SimpleNamespace(to=lambda **_: None, state_dict=lambda: names[1:]),
                vae=SimpleNamespace(enable_slicing=lambda: None),
            )

        def init_custom_adapter(self, *, num_views: int) -> None:
            self.num_views = num_views

        def load_custom_adapter(self, folder: str, **options: Any) -> None:
            opened.append((folder, options))

        def to(self, **_options: object) -> None: ...

    shifted = SimpleNamespace(from_scheduler=lambda scheduler, **options: (scheduler, options))
    modules = {
        "mvadapter.pipelines.pipeline_mvadapter_i2mv_sdxl": SimpleNamespace(
            MVAdapterI2MVSDXLPipeline=Pipe
        ),
        "mvadapter.schedulers.scheduling_shift_snr": SimpleNamespace(ShiftSNRScheduler=shifted),
    }
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(mvadapter_pipeline.importlib, "import_module", modules.__getitem__)
    monkeypatch.setitem(sys.modules, "diffusers", SimpleNamespace(AutoencoderKL=None))


def test_the_pipeline_is_opened_offline_from_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, dict[str, Any]]] = []
    states: list[list[str | None]] = []
    names = [*ADAPTER]
    for name in OFFLINE:
        monkeypatch.delenv(name, raising=False)

    pretend_mvadapter(monkeypatch, opened, states, names)
    loaded = load_pipeline(weights(tmp_path), view_count=6)
    assert (loaded.side_px, loaded.pipe.num_views) == (768, 6)
    assert loaded.pipe.scheduler == ("plain", {"shift_mode": "interpolated", "shift_scale": 8.0})
    (base, options), (folder, adapter) = opened
    assert (base, folder) == (str(tmp_path / "base"), str(tmp_path))
    assert options["local_files_only"] is True
    assert options["use_safetensors"] is True
    assert adapter == {
        "weight_name": "mvadapter_i2mv_sdxl.safetensors", "local_files_only": True,
    }  # fmt: skip
    assert states == [["1"] * len(OFFLINE)]
    names[1] = "another"
    with pytest.raises(InputError, match=r"sdxl\.safetensors has no tensor of the encoder of cam"):
        load_pipeline(tmp_path, view_count=6)
    names[0] = "another"
    with pytest.raises(InputError, match=r"has no tensor of the attention between views"):
        load_pipeline(tmp_path, view_count=6)
    for name in OFFLINE:
        monkeypatch.delenv(name)


def test_a_folder_that_cannot_be_read_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = [AttributeError("no enable_slicing"), OSError("no file\nnamed unet")]

    def refuse(folder: str, **_options: object) -> None:
        raise faults.pop()

    broken = SimpleNamespace(from_pretrained=refuse)
    modules = {
        "mvadapter.pipelines.pipeline_mvadapter_i2mv_sdxl": SimpleNamespace(
            MVAdapterI2MVSDXLPipeline=broken
        ),
        "mvadapter.schedulers.scheduling_shift_snr": SimpleNamespace(),
    }
    for name in OFFLINE:
        monkeypatch.setenv(name, "0")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(mvadapter_pipeline.importlib, "import_module", modules.__getitem__)
    monkeypatch.setitem(sys.modules, "diffusers", SimpleNamespace(AutoencoderKL=None))
    with pytest.raises(InputError, match=r"holds no usable MV-Adapter model: no file named unet$"):
        load_pipeline(weights(tmp_path), view_count=6)
    with pytest.raises(InputError, match=r"do not go together \(no enable_slicing\); update both"):
        load_pipeline(tmp_path, view_count=6)


def test_importing_the_package_loads_no_diffusion_library() -> None:
    code = "import sys, models.multiview.mvadapter_views as v; print('diffusers' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "False"
