from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import studio.api
from render.errors import CancelledError, InputError
from studio.api import Studio
from studio.api.worker import OwnProcess
from studio.state.samples import load_samples, samples_folder
from tests.studio.pipeline_scene import make_project


@pytest.fixture
def sample_photo() -> Path:
    return load_samples(samples_folder())[0].path


@pytest.fixture
def opened(tmp_path: Path) -> Studio:
    project = make_project(tmp_path / "Ball.p4d")
    studio = Studio()
    studio.open(project.path)
    return studio


def test_a_project_is_sampled_simulated_drawn_and_exported(opened: Studio, tmp_path: Path) -> None:
    soft, other = opened.sample(2, seed=7)
    assert opened.sample(2, seed=7) == (soft, other)
    options = {"quality": "sketch", "stiffness": "expressive", "frame_count": 4}
    take = opened.simulate(soft, **options)
    assert take.frame_count == 4
    assert take.provenance.predicted.youngs_modulus_pa == pytest.approx(soft.youngs_modulus_pa)
    picture = opened.render(take, frame=2, size_px=(96, 64))
    assert picture.shape == (64, 96, 3)
    assert np.ptp(picture) > 50
    clear = opened.render(take, size_px=(64, 64), background="none")
    assert clear.shape == (64, 64, 4)
    assert clear[0, 0, 3] == 0
    assert opened.export(tmp_path / "ball.mp4", take, size_px=(64, 64)).stat().st_size > 500
    assert opened.export(tmp_path / "ball.html", take).read_text().startswith("<!")
    sand = opened.simulate("sand", **options)
    assert opened.takes == (take.path.name, sand.path.name)
    assert opened.take(sand.path.name).provenance.simulated.law.value == "sand"


def test_mistakes_are_told_with_the_remedy(opened: Studio, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="call open, predict or load"):
        _ = Studio().project
    with pytest.raises(InputError, match="call simulate first"):
        opened.render()
    with pytest.raises(InputError, match=r"qualty.*known ones: .*quality"):
        opened.simulate(qualty="sketch")
    with pytest.raises(InputError, match="unknown law 'jam'"):
        opened.simulate("jam")
    opened.simulate("jelly", quality="sketch", frame_count=2)
    with pytest.raises(InputError, match="only quality, got fps"):
        opened.export(tmp_path / "a.html", fps=3)
    with pytest.raises(InputError, match=r"sizepx.*known ones: size_px"):
        opened.render(sizepx=(64, 64))


def test_a_progress_callback_follows_and_stops_the_work(tmp_path: Path) -> None:
    stages = []

    def stop(stage: str, fraction: float) -> None:
        stages.append(stage)
        if len(stages) > 3:
            raise CancelledError(stage)

    studio = Studio(OwnProcess(stop))
    studio.open(make_project(tmp_path / "Ball.p4d").path)
    with pytest.raises(CancelledError):
        studio.simulate("jelly", quality="sketch")
    assert "Simulating" in stages


@pytest.mark.slow
def test_the_example_of_the_package_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample_photo: Path
) -> None:
    """The lines of the documentation, on a bundled photo and with less to do."""
    text = studio.api.__doc__ or ""
    lines = [line.strip() for line in text.splitlines() if line.startswith("    ")]
    assert len(lines) <= 10
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cup.jpg").write_bytes(sample_photo.read_bytes())
    code = "\n".join(lines).replace(
        'stiffness="expressive"', 'stiffness="expressive", frame_count=12'
    )
    code = code.replace('camera="turntable"', 'camera="turntable", size_px=(96, 96)')
    exec(code, {})
    assert (tmp_path / "cup.mp4").is_file()
    assert (tmp_path / "cup.p4d" / "manifest.json").is_file()


def test_importing_it_loads_nothing_heavy() -> None:
    code = (
        "import studio.api, sys; "
        "print([n for n in ('torch', 'numba', 'taichi', 'PySide6', 'scipy') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
