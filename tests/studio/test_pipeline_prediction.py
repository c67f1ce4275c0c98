"""Photo to project around the network, which is replaced by a known answer."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pipeline_scene import SIDE_M, ball_cloud, rubber_and_metal

from models.mask_edits import MaskStroke
from models.photo_camera import PhotoCamera
from models.posed_views import PosedViews
from models.predictor import Prediction
from models.preference.adapter import Adapter
from render.camera import Camera
from render.errors import InputError
from sim.project import Project
from studio import cli
from studio.jobs import prediction
from studio.jobs.pipeline import run_predict
from studio.jobs.requests import PredictRequest
from studio.state.model_choice import ModelChoice


@dataclass
class KnownAnswer:
    """Stands for the network; remembers what it was asked."""

    asked: list[dict[str, Any]] = field(default_factory=list)

    def predict(self, view: Any, *, size_m: float, elevation_deg: float | None) -> Prediction:
        self.asked.append({"view": view, "size_m": size_m, "elevation_deg": elevation_deg})
        return Prediction(
            cloud=ball_cloud().scaled(size_m / SIDE_M),
            physics=rubber_and_metal(),
            camera=Camera.orbit(
                (0, 0, 0), radius=1, azimuth_deg=0, elevation_deg=20, width=512, height=512
            ),
            elevation_deg=20.0 if elevation_deg is None else elevation_deg,
            size_m=size_m,
            model="embedded",
            warnings=view.warnings,
            checkpoint="abc",
            novelty=0.25,
        )

    def predict_posed(self, views: PosedViews, *, size_m: float | None) -> Prediction:
        self.asked.append({"views": views, "size_m": size_m})
        away = np.array([3.0, 4, 5], np.float32)
        return Prediction(
            cloud=ball_cloud().transformed(np.eye(3, dtype=np.float32), away),
            physics=rubber_and_metal(),
            camera=views.camera(0),
            elevation_deg=15.0,
            size_m=SIDE_M,
            model="embedded",
            view_source="one posed picture",
        )


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> KnownAnswer:
    answer = KnownAnswer()
    monkeypatch.setattr(prediction, "loaded_predictor", lambda model: answer)
    return answer


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A cut-out that touches the left border."""
    pixels = np.zeros((90, 120, 4), np.uint8)
    pixels[20:70, :60] = (200, 60, 40, 255)
    pixels[30:60, 20:40] = (30, 160, 90, 255)
    Image.fromarray(pixels).save(tmp_path / "toy.png")
    return tmp_path / "toy.png"


def test_predict_stores_everything(network: KnownAnswer, photo: Path, tmp_path: Path) -> None:
    stages: list[str] = []
    request = PredictRequest(photo, tmp_path / "toy.p4d", size_m=0.8, seed=5)
    run_predict(request, lambda stage, fraction: stages.append(stage))
    project = Project.open(tmp_path / "toy.p4d")
    manifest = project.manifest
    assert (project.size_m, manifest.seed, manifest.source) == (0.8, 5, "toy.png")
    assert manifest.elevation_deg == 20.0
    assert (manifest.checkpoint, manifest.view_source, manifest.novelty) == (
        "abc", "one picture", 0.25,
    )  # fmt: skip
    assert manifest.mask is not None
    assert manifest.mask.source == "alpha"
    assert manifest.mask.share == pytest.approx(50 * 60 / (90 * 120), rel=0.05)
    assert manifest.mask.touches_border
    assert len(manifest.warnings) == 1
    assert project.photo_path is not None
    assert project.mask_path is not None
    with Image.open(project.photo_path) as picture, Image.open(project.mask_path) as mask:
        assert (picture.size, picture.mode) == ((120, 90), "RGBA")
        assert (mask.size, mask.mode) == ((120, 90), "L")
    assert project.cloud().gaussian_count == 600
    assert stages == [
        "Reading the photo", "Finding the object", "Loading the model",
        "Predicting shape and material", "Saving the project",
    ]  # fmt: skip


def test_a_mask_made_by_hand_is_used_and_the_found_one_kept(
    network: KnownAnswer, photo: Path, tmp_path: Path
) -> None:
    path = tmp_path / "Ball.p4d"
    plain = Project.open(run_predict(PredictRequest(photo=photo, project=path)))
    found = np.asarray(Image.open(plain.mask_path))
    assert np.array_equal(found, np.asarray(Image.open(plain.found_mask_path)))
    spot = MaskStroke(((0.05, 0.05),), 0.04)
    request = PredictRequest(
        photo=plain.photo_path,
        project=path,
        mask_edits=(spot,),
        camera=PhotoCamera(vertical_fov_deg=40.0, roll_deg=10.0),
    )
    again = Project.open(run_predict(request))
    by_hand = np.asarray(Image.open(again.mask_path))
    assert again.manifest.source == photo.name
    assert again.manifest.mask.source == "by hand"
    assert again.manifest.photo_fov_deg == pytest.approx(40.0)
    assert by_hand.shape == found.shape
    assert by_hand[3, 3] == 255 != found[3, 3]
    assert np.array_equal(found, np.asarray(Image.open(again.found_mask_path)))
    assert network.asked[0]["view"].camera_K[0, 0] != network.asked[1]["view"].camera_K[0, 0]


def test_poses_take_no_edits_of_mask_or_lens(
    network: KnownAnswer, pose: Path, tmp_path: Path
) -> None:
    request = PredictRequest(
        photo=pose, project=tmp_path / "Ball.p4d", camera=PhotoCamera(roll_deg=3.0)
    )
    with pytest.raises(InputError, match="are for photos"):
        run_predict(request)
    assert network.asked == []


def test_the_users_elevation_wins(network: KnownAnswer, photo: Path, tmp_path: Path) -> None:
    run_predict(PredictRequest(photo, tmp_path / "toy.p4d", elevation_deg=33.0))
    assert network.asked[0]["elevation_deg"] == 33.0
    assert Project.open(tmp_path / "toy.p4d").manifest.elevation_deg == 33.0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"size_m": 0.0}, "size 0 m"),
        ({"size_m": float("nan")}, "size nan m"),
        ({"elevation_deg": 95.0}, "elevation 95"),
        ({"project": Path("toy.zip")}, "must end in .p4d"),
    ],
)
def test_values_out_of_range(
    network: KnownAnswer, photo: Path, tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    options = {"photo": photo, "project": tmp_path / "toy.p4d"} | changes
    with pytest.raises(InputError, match=words):
        run_predict(PredictRequest(**options))
    assert not network.asked
    assert not (tmp_path / "toy.p4d").exists()


def pose_document(picture: str) -> dict[str, Any]:
    camera = Camera.orbit(
        (0, 0, 0), radius=1.7, azimuth_deg=40, elevation_deg=15, width=128, height=128
    )
    frame = {"file_path": picture, "w2c": camera.world_to_camera.tolist(), "w": 128, "h": 128}
    frame |= {"fx": 128.0, "fy": 128.0, "cx": 64.0, "cy": 64.0}
    return {"scene_name": "toy", "frames": [frame]}


@pytest.fixture
def pose(tmp_path: Path) -> Path:
    pixels = np.zeros((128, 128, 4), np.uint8)
    pixels[40:90, 40:90] = (200, 60, 40, 255)
    pixels[50:60, 50:60] = (20, 60, 40, 255)
    Image.fromarray(pixels).save(tmp_path / "000.png")
    (tmp_path / "pose.json").write_text(json.dumps(pose_document("000.png")), encoding="utf-8")
    return tmp_path / "pose.json"


def test_posed_pictures_keep_their_scale_and_are_centred(
    network: KnownAnswer, pose: Path, tmp_path: Path
) -> None:
    assert cli.run(["predict", str(pose), "-o", str(tmp_path / "toy.p4d")]) == 0
    (asked,) = network.asked
    assert asked["size_m"] is None
    assert asked["views"].rgba.shape == (1, 128, 128, 4)
    project = Project.open(tmp_path / "toy.p4d")
    manifest = project.manifest
    assert (manifest.view_source, manifest.source) == ("one posed picture", "pose.json")
    assert manifest.mask is not None
    assert manifest.mask.share == pytest.approx(50 * 50 / 128**2, rel=0.05)
    low, high = project.cloud().bounds()
    np.testing.assert_allclose(low + high, 0, atol=0.02)
    given = asked["views"].camera(0).position
    assert manifest.camera is not None
    np.testing.assert_allclose(manifest.camera.position, given - [3, 4, 5], atol=0.02)


def test_a_size_goes_on_to_the_model_and_an_elevation_is_refused(
    network: KnownAnswer, pose: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["predict", str(pose), "-o", str(tmp_path / "toy.p4d")]
    assert cli.run([*command, "--size", "0.25"]) == 0
    assert network.asked[0]["size_m"] == 0.25
    assert cli.run([*command, "--elevation", "10"]) == 2
    assert "elevation 10 degrees is for photos; the poses of pose.json" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no pose file"),
        ("[]", "is no pose file"),
        ('{"frames": []}', "has no frames"),
        ('{"frames": [{"file_path": "a.png"}]}', "frame 0: lacks 'fx'"),
        (json.dumps(pose_document("a.png")).replace("128.0", '"wide"'), "frame 0: could not"),
        (json.dumps(pose_document("a.png")), r"a\.png is missing"),
    ],
)
def test_damaged_pose_files(network: KnownAnswer, text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "pose.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=rf"pose\.json.*{said}"):
        run_predict(PredictRequest(tmp_path / "pose.json", tmp_path / "toy.p4d"))
    assert not network.asked


def test_generate_makes_video_project_and_report(
    network: KnownAnswer, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, save = tmp_path / "toy.mp4", tmp_path / "toy.p4d"
    arguments = ["generate", str(photo), "-o", str(out), "--save", str(save), "--json", "-"]
    sketch = ["--quality", "sketch", "--frames", "2", "--size-px", "64x64"]
    assert cli.run([*arguments, *sketch, "--samples", "2"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["videos"] == [str(out), str(tmp_path / "toy-2.mp4")]
    assert [take["take"] for take in report["takes"]] == ["sample-1", "sample-2"]
    assert {take["stiffness"] for take in report["takes"]} == {"expressive"}
    assert report["physics"]["material_class"] == "Rubber"
    assert report["warnings"]
    assert out.stat().st_size > 300
    assert Project.open(save).takes() == ("sample-1", "sample-2")


def test_generate_without_save_leaves_only_the_video(
    network: KnownAnswer, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "toy.mp4"
    arguments = ["generate", str(photo), "-o", str(out), "--quality", "sketch", "--frames", "2"]
    assert cli.run([*arguments, "--size-px", "64x64", "--material", "jelly"]) == 0
    captured = capsys.readouterr()
    assert "material   Rubber 70%, Metal 30%" in captured.out
    assert "law        jelly" in captured.out
    assert "warning: The object touches the edge" in captured.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["toy.mp4", "toy.png"]


def test_an_adapter_changes_the_material_and_is_named(
    network: KnownAnswer, photo: Path, tmp_path: Path
) -> None:
    project = run_predict(PredictRequest(photo, tmp_path / "plain.p4d"))
    plain = Project.open(project).physics
    assert plain is not None
    neutral = Adapter.neutral("abc", "stiffer")
    adapter = replace(neutral, mean_shift=np.add(neutral.mean_shift, (1.0, 0.0, 0.0))).save(
        tmp_path / "stiffer.adapter"
    )
    arguments = ["predict", str(photo), "-o", str(tmp_path / "toy.p4d"), "--adapter", str(adapter)]
    assert cli.run(arguments) == 0
    manifest = Project.open(tmp_path / "toy.p4d").manifest
    assert manifest.physics is not None
    assert manifest.adapter is not None
    assert manifest.adapter.name == "stiffer"
    assert manifest.adapter.without.to_json() == plain.to_json()
    assert manifest.physics.mean().youngs_modulus_pa > 2 * plain.mean().youngs_modulus_pa


def test_an_adapter_of_other_weights_is_refused_and_nothing_is_written(
    network: KnownAnswer, photo: Path, tmp_path: Path
) -> None:
    adapter = Adapter.neutral("another", "theirs").save(tmp_path / "theirs.adapter")
    request = PredictRequest(photo, tmp_path / "toy.p4d", model=ModelChoice(adapter=adapter))
    with pytest.raises(InputError, match=r"theirs .* belongs to the weights another"):
        run_predict(request)
    assert not (tmp_path / "toy.p4d").exists()
    gone = replace(request, model=ModelChoice(adapter=tmp_path / "gone.adapter"))
    with pytest.raises(InputError, match=r"gone\.adapter"):
        run_predict(gone)
    assert len(network.asked) == 1  # a missing file is told before the network is asked
