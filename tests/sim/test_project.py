"""Projects round-trip, refuse what they cannot read, and survive a kill at any moment."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.camera import Camera
from render.errors import InputError
from render.gaussians import GaussianCloud
from sim import project_manifest
from sim.adapter_use import AdapterUse
from sim.materials import MaterialClass
from sim.physics_distribution import CLASS_COUNT, PhysicsDistribution
from sim.project import MANIFEST_NAME, MASK_NAME, PHOTO_NAME, Project
from sim.project_manifest import (
    PROJECT_VERSION,
    MaskReport,
    ProjectManifest,
    manifest_text,
    parse_manifest,
)
from sim.scene_setup import SceneSetup


def tiny_cloud(count: int = 3, size: float = 1.0) -> GaussianCloud:
    rng = np.random.default_rng(count)
    return GaussianCloud(
        means=rng.normal(size=(count, 3)) * size,
        quats=np.tile([1.0, 0, 0, 0], (count, 1)),
        scales=np.full((count, 3), 0.01),
        opacities=np.full(count, 0.5),
        sh_coeffs=rng.normal(size=(count, 1, 3)),
    )


def physics(seed: int = 0) -> PhysicsDistribution:
    rng = np.random.default_rng(seed)
    weights = rng.random(CLASS_COUNT)
    return PhysicsDistribution(
        class_probabilities=weights / weights.sum(),
        log10_youngs_modulus_mean=rng.uniform(4, 11, CLASS_COUNT),
        log10_youngs_modulus_std=rng.uniform(0.1, 1, CLASS_COUNT),
        poisson_mean=rng.uniform(0.1, 0.4, CLASS_COUNT),
        poisson_std=rng.uniform(0.01, 0.1, CLASS_COUNT),
        log10_density_mean=rng.uniform(2, 4, CLASS_COUNT),
        log10_density_std=rng.uniform(0.1, 0.5, CLASS_COUNT),
        point_class=MaterialClass.RUBBER,
    )


def full_manifest(size_m: float = 0.5) -> ProjectManifest:
    return ProjectManifest(
        size_m=size_m,
        source="cup.jpg",
        model="embedded",
        elevation_deg=12.5,
        camera=Camera.look_at((1.7, 0, 0.2), (0, 0, 0), width=512, height=512),
        physics=physics(),
        adapter=AdapterUse("softer", "0a1b", physics(1)),
        scene=SceneSetup(tilt_deg=5.0),
        mask=MaskReport("u2netp", 0.31, touches_border=True),
        seed=7,
        warnings=("The object touches the border.",),
    )


def assert_same(first: ProjectManifest, second: ProjectManifest) -> None:
    assert manifest_text(first) == manifest_text(second)


@pytest.fixture
def saved(tmp_path: Path) -> Project:
    pictures = {PHOTO_NAME: b"photo", MASK_NAME: b"mask"}
    return Project.create(tmp_path / "cup.p4d", full_manifest(), tiny_cloud(), pictures=pictures)


def test_round_trip(saved: Project) -> None:
    opened = Project.open(saved.path)
    assert_same(opened.manifest, saved.manifest)
    assert opened.manifest.adapter is not None
    assert opened.manifest.adapter.without.to_json() == physics(1).to_json()
    assert opened.size_m == 0.5
    assert opened.scene.tilt_deg == 5.0
    assert opened.photo_path is not None
    assert opened.photo_path.read_bytes() == b"photo"
    assert opened.mask_path is not None
    assert opened.takes() == ()
    np.testing.assert_allclose(opened.cloud().means, tiny_cloud().means, rtol=1e-6)
    assert opened.camera is not None
    assert saved.camera is not None
    np.testing.assert_array_equal(opened.camera.K, saved.camera.K)


# Libraries that flush subnormal numbers to zero share the process.
SHARE = st.floats(0, 1, allow_subnormal=False)
sideways = st.floats(-50, 50, allow_subnormal=False)


@settings(max_examples=60, deadline=None)
@given(
    size_m=st.floats(1e-3, 1e3),
    elevation_deg=st.none() | st.floats(-89, 89, allow_subnormal=False),
    seed=st.integers(0, 2**32 - 1),
    warnings=st.lists(st.text(max_size=40), max_size=3).map(tuple),
    source=st.text(max_size=40),
    distribution_seed=st.none() | st.integers(0, 1000),
    mask=st.none()
    | st.builds(MaskReport, st.sampled_from(["alpha", "u2netp"]), SHARE, st.booleans()),
    eye=st.tuples(st.floats(0.1, 50), sideways, sideways),
)
def test_manifest_round_trip_is_exact(
    size_m: float,
    elevation_deg: float | None,
    seed: int,
    warnings: tuple[str, ...],
    source: str,
    distribution_seed: int | None,
    mask: MaskReport | None,
    eye: tuple[float, float, float],
) -> None:
    manifest = ProjectManifest(
        size_m=size_m,
        source=source,
        model="embedded",
        elevation_deg=elevation_deg,
        camera=Camera.look_at(eye, (0, 0, 0), width=64, height=48),
        physics=None if distribution_seed is None else physics(distribution_seed),
        mask=mask,
        seed=seed,
        warnings=warnings,
    )
    text = manifest_text(manifest)
    assert manifest_text(parse_manifest(text, "manifest.json")) == text


def test_save_replaces_the_manifest_only(saved: Project) -> None:
    changed = saved.save(replace(saved.manifest, scene=SceneSetup(tilt_deg=-3.0)))
    assert Project.open(saved.path).scene.tilt_deg == -3.0
    assert changed.scene.tilt_deg == -3.0
    assert sorted(os.listdir(saved.path)) == [
        "cloud.ply", "manifest.json", "mask.png", "photo.png", "takes",
    ]  # fmt: skip


def test_a_new_prediction_keeps_the_takes(saved: Project) -> None:
    take = saved.take_path("take-1")
    take.mkdir()
    (take / "frame").write_text("frame")
    Project.create(saved.path, full_manifest(size_m=2.0), tiny_cloud(5), pictures={})
    opened = Project.open(saved.path)
    assert opened.size_m == 2.0
    assert opened.cloud().gaussian_count == 5
    assert (opened.take_path("take-1") / "frame").read_text() == "frame"


def test_takes_are_listed_naturally_and_named_freely(saved: Project) -> None:
    for name in ("take-10", "take-2", "take-1", "Glass cup"):
        saved.take_path(name).mkdir()
    (saved.path / "takes" / ".take-3.part").mkdir()
    assert saved.takes() == ("Glass cup", "take-1", "take-2", "take-10")
    assert saved.next_take_name() == "take-3"


@pytest.mark.parametrize("name", ["", "../evil", "a/b", ".hidden", "a\\b", "x" * 65, "nul\0"])
def test_take_names_cannot_leave_the_project(saved: Project, name: str) -> None:
    with pytest.raises(InputError, match="take name"):
        saved.take_path(name)


def test_newer_version_names_both_versions_and_the_remedy(saved: Project) -> None:
    rewrite(saved, version=PROJECT_VERSION + 3)
    with pytest.raises(InputError, match=r"version 4.*up to 1.*update") as caught:
        Project.open(saved.path)
    assert "\n" not in str(caught.value)


def test_older_versions_are_migrated(saved: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def rename(document: project_manifest.Document) -> project_manifest.Document:
        return {**document, "size_m": document.pop("size_cm") / 100}

    monkeypatch.setattr(project_manifest, "PROJECT_VERSION", 2)
    monkeypatch.setitem(project_manifest.MIGRATIONS, 1, rename)
    rewrite(saved, size_cm=75.0, size_m=None)
    assert Project.open(saved.path).size_m == 0.75


def rewrite(project: Project, **changes: object) -> None:
    file = project.path / MANIFEST_NAME
    document = json.loads(file.read_text(encoding="utf-8")) | changes
    file.write_text(json.dumps(document), encoding="utf-8")


DAMAGES: dict[str, Callable[[str], str | bytes]] = {
    "empty": lambda text: "",
    "half": lambda text: text[: len(text) // 2],
    "not text": lambda text: b"\xff\xfe\x00\x01",
    "a list": lambda text: "[1, 2]",
    "another format": lambda text: text.replace("phys4d-project", "other"),
    "missing key": lambda text: text.replace('"size_m"', '"sise_m"'),
    "size is a word": lambda text: text.replace('"size_m": 0.5', '"size_m": "big"'),
    "size is negative": lambda text: text.replace('"size_m": 0.5', '"size_m": -1'),
    "size is NaN": lambda text: text.replace('"size_m": 0.5', '"size_m": NaN'),
    "version is a word": lambda text: text.replace('"version": 1', '"version": "one"', 1),
    "physics is short": lambda text: text.replace('"poisson_mean"', '"poisson"'),
    "camera is flat": lambda text: text.replace('"intrinsics_px": [', '"intrinsics_px": [3,'),
    "unknown scene field": lambda text: text.replace('"tilt_deg"', '"tild_deg"'),
    "scene is null": lambda text: text.replace('"scene": {', '"scene": null, "old": {'),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGES)
def test_damaged_manifest_is_one_line(saved: Project, name: str) -> None:
    file = saved.path / MANIFEST_NAME
    damaged = DAMAGES[name](file.read_text(encoding="utf-8"))
    file.write_bytes(damaged if isinstance(damaged, bytes) else damaged.encode())
    with pytest.raises(InputError) as caught:
        Project.open(saved.path)
    assert "\n" not in str(caught.value)


def test_missing_and_foreign_folders(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        Project.open(tmp_path / "no.p4d")
    with pytest.raises(InputError, match="not a phys4d project"):
        Project.open(tmp_path)


@pytest.mark.parametrize(
    ("name", "message"),
    [("cup.zip", "must end in"), ("no/cup.p4d", "does not exist"), ("file.p4d", "is a file"),
     ("full.p4d", "holds other files")],
)  # fmt: skip
def test_create_refuses_impossible_paths(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "file.p4d").write_text("x")
    (tmp_path / "full.p4d").mkdir()
    (tmp_path / "full.p4d" / "mine.txt").write_text("x")
    with pytest.raises(InputError, match=message):
        Project.create(tmp_path / name, full_manifest(), tiny_cloud())
    assert (tmp_path / "full.p4d" / "mine.txt").exists()


class Killed(BaseException):
    """Stands for SIGKILL: nothing after it runs, also no clean-up."""


FILE_CALLS = ("replace", "mkdir", "rmdir", "rmtree", "write_bytes", "write_text")


def kill_after(monkeypatch: pytest.MonkeyPatch, steps: int) -> Callable[[], int]:
    """Let `steps` changes of the disk happen; every later one raises, clean-up included."""
    count = 0

    def guarded(original: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            nonlocal count
            count += 1
            if count > steps:
                raise Killed
            return original(*arguments, **options)

        return call

    for owner, name in (
        (os, "replace"), (Path, "mkdir"), (Path, "rmdir"), (shutil, "rmtree"),
        (Path, "write_bytes"), (Path, "write_text"), (Path, "unlink"),
    ):  # fmt: skip
        monkeypatch.setattr(owner, name, guarded(getattr(owner, name)))
    return lambda: count


def test_a_kill_at_any_step_leaves_the_old_or_the_new_state(tmp_path: Path) -> None:
    """Replays a new prediction over a saved one, killed after every single change of the disk."""
    old, new = full_manifest(size_m=0.5), full_manifest(size_m=2.0)
    sizes = {0.5: 3, 2.0: 5}
    seen = set()
    for steps in range(100):
        path = tmp_path / f"{steps}.p4d"
        pictures = {PHOTO_NAME: b"old", MASK_NAME: b"old"}
        Project.create(path, old, tiny_cloud(3), pictures=pictures)
        with pytest.MonkeyPatch.context() as patch:
            performed = kill_after(patch, steps)
            try:
                pictures = {PHOTO_NAME: b"new", MASK_NAME: b"new"}
                Project.create(path, new, tiny_cloud(5), pictures=pictures)
            except Killed:
                pass
            finished = performed() <= steps
        project = Project.open(path)
        seen.add(project.size_m)
        assert project.photo_path is not None
        assert project.cloud().gaussian_count == sizes[project.size_m]
        assert project.photo_path.read_bytes() == (b"old" if project.size_m == 0.5 else b"new")
        if finished:
            break
    assert finished
    assert seen == {0.5, 2.0}


def test_a_kill_while_creating_leaves_nothing_under_the_name(tmp_path: Path) -> None:
    for steps in range(100):
        path = tmp_path / f"{steps}.p4d"
        with pytest.MonkeyPatch.context() as patch:
            performed = kill_after(patch, steps)
            with contextlib.suppress(Killed):
                Project.create(path, full_manifest(), tiny_cloud(), pictures={PHOTO_NAME: b"p"})
            finished = performed() <= steps
        if path.exists():
            assert Project.open(path).cloud().gaussian_count == 3
        if finished:
            break
    assert finished
    assert path.exists()
