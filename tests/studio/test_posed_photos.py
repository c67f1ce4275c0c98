"""Pictures with cameras that a person described: cut out, posed and predicted into the project."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pipeline_scene import SIDE_M, ball_cloud, rubber_and_metal

from models.mask_edits import MaskFill
from models.posed_views import PosedViews
from models.predictor import Prediction
from render.errors import InputError
from sim.object_edit import ObjectEdit, ObjectPose
from sim.project import Project
from studio.jobs import prediction
from studio.jobs.pipeline import run_predict
from studio.jobs.requests import PredictRequest
from studio.state.photo import PHOTO, PhotoView
from tests.studio.photo_project import make_photo_project, png


class Seen:
    """Stands for the network; keeps the views it was shown."""

    def __init__(self) -> None:
        self.views: list[PosedViews] = []
        self.sizes: list[float | None] = []

    def predict_posed(self, views: PosedViews, *, size_m: float | None) -> Prediction:
        self.views.append(views)
        self.sizes.append(size_m)
        return Prediction(
            cloud=ball_cloud(),
            physics=rubber_and_metal(),
            camera=views.camera(0),
            elevation_deg=20.0,
            size_m=SIDE_M,
            model="embedded",
            view_source="two posed pictures",
        )


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Seen:
    seen = Seen()
    monkeypatch.setattr(prediction, "loaded_predictor", lambda _model: seen)
    return seen


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = make_photo_project(tmp_path / "Ball.p4d")
    rows, columns = np.mgrid[:120, :160]
    inside = np.hypot(rows - 60, columns - 80) < 40
    cut = np.where(inside[..., None], (200, 60, 40, 255), 0).astype(np.uint8)
    (made.path / "photo.png").write_bytes(png(cut))
    (made.path / "views").mkdir()
    (made.path / "views" / "back.png").write_bytes(png(cut))
    return made.save(replace(made.manifest, edit=ObjectEdit(ObjectPose(scale=2.0)), seed=7))


def request(project: Project, *views: PhotoView, **changes: Any) -> PredictRequest:
    return PredictRequest(
        photo=project.path / "photo.png", project=project.path, views=views, **changes
    )


def test_views_are_posed_and_the_project_keeps_its_photo_world_and_pose(
    network: Seen, project: Project
) -> None:
    photo = (project.path / "photo.png").read_bytes()
    views = (
        PhotoView(PHOTO),
        PhotoView(Path("views/back.png"), azimuth_deg=180.0, elevation_deg=-5.0, distance=2.5),
    )
    run_predict(request(project, *views, size_m=0.4, elevation_deg=30.0))
    (seen,), again = network.views, Project.open(project.path)
    assert seen.rgba.shape == (2, 512, 512, 4)
    first, second = seen.camera(0).position, seen.camera(1).position
    assert np.degrees(np.arcsin(first[2] / np.linalg.norm(first))) == pytest.approx(30, abs=0.1)
    assert np.linalg.norm(second) == pytest.approx(2.5, rel=1e-3)
    assert second[0] < -2
    assert network.sizes == [0.4]
    assert (project.path / "views" / "posed" / "pose.json").is_file()
    assert again.manifest.edit.pose.scale == 2.0
    assert (again.manifest.seed, again.manifest.source) == (7, "ball.png")
    with Image.open(project.path / "photo.png") as kept, Image.open(project.path / "mask.png") as m:
        assert kept.size == m.size == (160, 120)
    assert np.array_equal(
        np.asarray(Image.open(project.path / "photo.png").convert("RGBA"))[60, 80],
        np.asarray(Image.open(Path(project.path / "views" / "back.png")))[60, 80],
    )
    assert photo


def test_edits_of_the_mask_reach_the_photo_among_the_views(network: Seen, project: Project) -> None:
    run_predict(request(project, PhotoView(PHOTO), mask_edits=(MaskFill(True),)))
    square = network.views[0].rgba[0]
    filled = float((square[..., 3] > 0.5).mean())
    assert filled == pytest.approx(0.75 / 1.7067**2, rel=0.03)
    assert Project.open(project.path).manifest.mask.source == "by hand"  # type: ignore[union-attr]


def test_a_project_without_its_photo_among_the_views_keeps_all_pictures(
    network: Seen, project: Project
) -> None:
    before = {name: (project.path / name).read_bytes() for name in ("photo.png", "mask.png")}
    run_predict(request(project, PhotoView(Path("views/back.png"), elevation_deg=0.0)))
    assert {name: (project.path / name).read_bytes() for name in before} == before
    assert Project.open(project.path).photo_path is not None


def test_two_views_in_one_place_are_refused(network: Seen, project: Project) -> None:
    views = (PhotoView(PHOTO), PhotoView(Path("views/back.png")))
    with pytest.raises(InputError, match=r"both at azimuth 0 degrees"):
        run_predict(request(project, *views))
    with pytest.raises(InputError, match="keep 1 to 4"):
        run_predict(request(project, *[PhotoView(PHOTO, azimuth_deg=i) for i in range(5)]))
    assert network.views == []
