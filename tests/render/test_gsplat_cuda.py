"""The CUDA renderer as far as it can be tested without CUDA: arguments, outputs, messages."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import sys
from types import ModuleType, SimpleNamespace

import fake_gsplat
import numpy as np
import pytest
import torch
from render_scenes import CloudFactory, psnr

from render.base import RenderSettings, SplatStyle
from render.camera import Camera
from render.errors import BackendUnavailableError, InputError, OptionUnavailableError
from render.gaussians import GaussianCloud
from render.gsplat_cuda import renderer as gsplat_renderer
from render.gsplat_cuda import requirements
from render.gsplat_cuda.median import first_below_half
from render.gsplat_cuda.renderer import GsplatRenderer
from render.gsplat_cuda.scene_tensors import CloudTensors, guarded_opacities, view_arguments
from render.reference import ReferenceRenderer

BLUE = (0.1, 0.3, 0.9)


@pytest.fixture
def renderer(monkeypatch: pytest.MonkeyPatch) -> GsplatRenderer:
    monkeypatch.setattr(gsplat_renderer, "require_cuda", lambda: (torch, fake_gsplat.MODULE))
    monkeypatch.setattr(gsplat_renderer, "DEVICE", "cpu")
    monkeypatch.setattr(GsplatRenderer, "_to_host", lambda _self, picture: picture.numpy())
    return GsplatRenderer()


@pytest.mark.parametrize(
    ("degree", "max_degree", "orthographic"), [(0, 3, False), (3, 3, True), (3, 1, False)]
)
def test_everything_agrees_with_the_reference(
    renderer: GsplatRenderer,
    make_cloud: CloudFactory,
    side_camera: Camera,
    degree: int,
    max_degree: int,
    orthographic: bool,
) -> None:
    camera = side_camera.scaled_to(75, 55)
    camera = camera.orthographic(1.8) if orthographic else camera
    cloud, values = make_cloud(120, degree=degree), np.random.default_rng(1).normal(size=(120, 2))
    settings = RenderSettings(background=BLUE, max_sh_degree=max_degree, antialiased=degree == 3)
    expected = ReferenceRenderer().render(cloud, camera, settings, features=values, with_ids=True)
    found = renderer.render(cloud, camera, settings, features=values, with_ids=True)
    plain = renderer.render(cloud, camera, settings)
    assert psnr(plain.color, expected.color) > 90
    assert psnr(found.color, expected.color) > 90
    np.testing.assert_allclose(found.alpha, expected.alpha, atol=1e-5)
    np.testing.assert_allclose(found.depth, expected.depth, atol=1e-5)
    np.testing.assert_allclose(found.features, expected.features, atol=1e-4)
    assert (found.gaussian_id == expected.gaussian_id).mean() > 0.999
    same = found.gaussian_id == expected.gaussian_id
    np.testing.assert_allclose(found.median_depth[same], expected.median_depth[same], atol=1e-5)
    assert (found.gaussian_id >= 0).mean() > 0.05


def test_nothing_to_see(
    renderer: GsplatRenderer, make_cloud: CloudFactory, side_camera: Camera
) -> None:
    away = Camera.look_at((1.5, -0.9, 0.6), (3, -1.8, 1.2), width=20, height=10)
    for cloud, camera in ((make_cloud(0), side_camera), (make_cloud(5), away)):
        values = np.ones((cloud.gaussian_count, 2), np.float32)
        settings = RenderSettings(background=BLUE)
        found = renderer.render(cloud, camera, settings, features=values, with_ids=True)
        np.testing.assert_allclose(found.color, np.broadcast_to(BLUE, found.color.shape), rtol=1e-6)
        assert (found.gaussian_id == -1).all()
        assert not found.median_depth.any()
        assert found.features.shape == (camera.height, camera.width, 2)


def test_other_styles_are_for_other_back_ends(
    renderer: GsplatRenderer, make_cloud: CloudFactory, side_camera: Camera
) -> None:
    with pytest.raises(OptionUnavailableError, match="splats only, not rings"):
        renderer.render(make_cloud(2), side_camera, RenderSettings(style=SplatStyle.RINGS))


def test_wrong_features_are_an_input_error(
    renderer: GsplatRenderer, make_cloud: CloudFactory, side_camera: Camera
) -> None:
    with pytest.raises(InputError, match="features have shape"):
        renderer.render(make_cloud(2), side_camera, features=np.ones((3, 1), np.float32))


def test_a_failing_gpu_is_told_in_one_line(
    renderer: GsplatRenderer,
    make_cloud: CloudFactory,
    side_camera: Camera,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(**_arguments: object) -> None:
        raise torch.cuda.OutOfMemoryError("CUDA out of memory.\nTried to allocate 2 GiB")

    monkeypatch.setattr(renderer, "_gsplat", SimpleNamespace(rasterization=fail))
    with pytest.raises(BackendUnavailableError, match="GPU failed while drawing: CUDA out of mem"):
        renderer.render(make_cloud(2), side_camera)


def test_only_new_arrays_are_uploaded(make_cloud: CloudFactory) -> None:
    clouds, cloud = CloudTensors("cpu"), make_cloud(5)
    before = clouds.upload(cloud)
    moved = GaussianCloud(
        cloud.means + 1, cloud.quats, cloud.scales, cloud.opacities, cloud.sh_coeffs
    )
    after = clouds.upload(moved)
    assert [name for name in after if after[name] is not before[name]] == ["means"]
    np.testing.assert_array_equal(after["means"], moved.means)


def test_arguments_of_a_view(side_camera: Camera) -> None:
    camera = side_camera.orthographic(2.0)
    found = view_arguments(camera, RenderSettings(antialiased=True, eps2d=0.1), "cpu")
    assert found["camera_model"] == "ortho"
    assert found["rasterize_mode"] == "antialiased"
    assert (found["width"], found["height"], found["eps2d"]) == (150, 110, 0.1)
    assert found["viewmats"].shape == (1, 4, 4)
    np.testing.assert_array_equal(found["Ks"][0], camera.K)


def test_the_eye_is_guarded_as_in_the_reference(make_cloud: CloudFactory) -> None:
    from render.eye_guard import eye_fade
    from render.quaternion import matrix_from_quaternion

    camera = Camera.look_at((0.05, 0, 0), (1, 0.2, 0), width=90, height=70)
    cloud = make_cloud(200, scale_m=(0.001, 0.3))
    found = guarded_opacities(CloudTensors("cpu").upload(cloud), camera)
    axes = matrix_from_quaternion(cloud.quats) * cloud.scales[:, None, :]
    turn = camera.world_to_camera[2, :3]
    depths = cloud.means @ turn + camera.world_to_camera[2, 3]
    factors = eye_fade(depths, np.linalg.norm(turn @ axes, axis=1))
    np.testing.assert_allclose(found, cloud.opacities * factors, atol=1e-5)
    assert 0 < (factors < 1).mean() < 1


def test_the_crossing_is_found_in_parts() -> None:
    rng = np.random.default_rng(0)
    pixels = np.sort(rng.integers(0, 40, 300))
    alphas = rng.uniform(0.01, 0.6, 300)
    light, found = torch.ones(41), torch.full((41,), -1)
    order = np.concatenate([np.flatnonzero(pixels == p) for p in range(41)])
    early = np.array([k for k in order if (pixels[:k] == pixels[k]).sum() < 3])
    late = np.array([k for k in order if k not in set(early)])
    for part in (early, late):
        light, found = first_below_half(
            torch.from_numpy(part),
            torch.from_numpy(pixels[part]),
            torch.from_numpy(alphas[part]),
            light,
            found,
        )
    for pixel in range(41):
        left, expected = 1.0, -1
        for k in np.flatnonzero(pixels == pixel):
            left *= 1 - alphas[k]
            expected = k if expected < 0 and left <= 0.5 else expected
        assert found[pixel] == expected
        assert light[pixel] == pytest.approx(left, rel=1e-5)


@pytest.mark.parametrize(
    ("versions", "driver", "message"),
    [
        ({}, True, "torch is missing"),
        ({"torch": "2.9.0+cpu"}, True, "2.9.0\\+cpu is a build without CUDA"),
        ({"torch": "2.9.0"}, True, "gsplat is missing: pip install"),
        ({"torch": "2.9.0", "gsplat": "1.4.0"}, True, "1.4.0 is too old"),
        ({"torch": "2.9.0", "gsplat": "1.5.3"}, False, "no NVIDIA driver"),
    ],
)
def test_each_lack_names_its_remedy(
    monkeypatch: pytest.MonkeyPatch, versions: dict[str, str], driver: bool, message: str
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: versions.get(name))
    monkeypatch.setattr(importlib.metadata, "version", versions.__getitem__)
    monkeypatch.setattr(requirements, "_has_driver", lambda: driver)
    with pytest.raises(BackendUnavailableError, match=message):
        requirements.require_cuda()


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """gsplat and its kernels as modules, CUDA as if it were there, no compiler."""
    monkeypatch.setattr(requirements, "installation_fault", lambda: None)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(requirements.shutil, "which", lambda _name: None)
    backend = ModuleType("gsplat.cuda._backend")
    for name in ("gsplat", "gsplat.cuda"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    sys.modules["gsplat.cuda"]._backend = backend
    monkeypatch.setitem(sys.modules, "gsplat.cuda._backend", backend)
    return backend


def test_kernels_that_do_not_compile_name_the_compiler(installed: ModuleType) -> None:
    installed._C = None
    with pytest.raises(BackendUnavailableError, match=r"no compiled kernels: nvcc .* not found"):
        requirements.require_cuda()


def test_a_failing_compiler_is_told_in_one_line(installed: ModuleType) -> None:
    def fail(_name: str) -> object:
        raise RuntimeError("Error building extension\n'gsplat_cuda'")

    installed.__getattr__ = fail
    with pytest.raises(BackendUnavailableError, match="Error building extension 'gsplat_cuda'"):
        requirements.require_cuda()


def test_a_missing_device_is_told(installed: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(BackendUnavailableError, match="no CUDA device"):
        requirements.require_cuda()


def test_working_kernels_are_handed_over(installed: ModuleType) -> None:
    installed._C = object()
    assert requirements.require_cuda() == (torch, sys.modules["gsplat"])
