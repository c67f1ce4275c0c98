"""What a sweep's config may say, what it may not, and the runs that it makes."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from render.errors import InputError
from sim.material_table import material
from sim.materials import ConstitutiveLaw, MaterialClass
from sim.sweep.combinations import hypercube_points, object_runs
from sim.sweep.config import config_of
from sim.sweep.config_file import read_sweep_file
from tests.studio.synthetic_project import make_project, rubber_like

EXAMPLE = """
objects = ["ball.p4d"]
quality = ["sketch", "preview"]
stiffness = "expressive"
material = "predicted"
samples = 4
seed = 1

[parameters]
density_kg_m3 = [300, 1200]
poisson_ratio = { range = [0.2, 0.4], steps = 3 }
tilt_deg = { latin_hypercube = [0, 45] }
"""


def config(**values: Any) -> Any:
    return config_of({"objects": ["ball.p4d"], **values})


def test_an_example_makes_every_combination_once(tmp_path: Path) -> None:
    make_project(tmp_path / "ball.p4d")
    (tmp_path / "sweep.toml").write_text(EXAMPLE)
    read = read_sweep_file(tmp_path / "sweep.toml")
    runs = object_runs(read.config, "ball", rubber_like(), 100)
    assert len(runs) == read.config.runs_per_object == 2 * 2 * 3 * 4
    assert [one.index for one in runs] == list(range(100, 148))
    assert runs[0].run.name == "run-00100"
    assert [one.run.quality for one in runs[:4]] == ["sketch", "preview"] * 2
    grid = {(one.run.asked.density_kg_m3, round(one.run.asked.poisson_ratio, 6)) for one in runs}
    assert grid == {(rho, nu) for rho in (300, 1200) for nu in (0.2, 0.3, 0.4)}
    assert len({one.scene for one in runs}) == 4
    drawn = rubber_like().sample(np.random.default_rng(1), 4)
    assert {one.run.sample for one in runs} == set(drawn)
    assert all(one.run.asked.youngs_modulus_pa == one.run.sample.youngs_modulus_pa for one in runs)


def test_json_says_the_same_as_toml(tmp_path: Path) -> None:
    import tomllib

    make_project(tmp_path / "ball.p4d")
    (tmp_path / "sweep.toml").write_text(EXAMPLE)
    (tmp_path / "sweep.json").write_text(json.dumps(tomllib.loads(EXAMPLE)))
    one, other = (read_sweep_file(tmp_path / f"sweep.{end}") for end in ("toml", "json"))
    assert one == other
    assert one.config.digest == other.config.digest


def test_a_hypercube_has_one_point_in_every_part_of_every_range() -> None:
    found = config(
        samples=16,
        parameters={
            "law": "jelly",
            "youngs_modulus_pa": {"latin_hypercube": [1e4, 1e6], "scale": "log"},
            "tilt_deg": {"latin_hypercube": [-10, 30]},
        },
    )
    points = hypercube_points(found)
    shares = np.array(
        [
            [math.log10(one["youngs_modulus_pa"] / 1e4) / 2, (one["tilt_deg"] + 10) / 40]
            for one in points
        ]
    )
    for column in shares.T:
        assert sorted(np.floor(column * 16).astype(int)) == list(range(16))
    assert points == hypercube_points(found)
    runs = object_runs(found, "ball", None, 0)
    assert [one.run.asked.youngs_modulus_pa for one in runs] == [
        one["youngs_modulus_pa"] for one in points
    ]


def test_a_logarithmic_range_has_equal_ratios() -> None:
    found = config(
        parameters={
            "law": "jelly",
            "youngs_modulus_pa": {"range": [1e3, 1e6], "steps": 4, "scale": "log"},
        }
    )
    moduli = [one.run.asked.youngs_modulus_pa for one in object_runs(found, "ball", None, 0)]
    assert np.allclose(moduli, [1e3, 1e4, 1e5, 1e6])


def test_stresses_of_the_table_follow_the_modulus_unless_they_are_named() -> None:
    found = config(parameters={"law": "plasticine", "youngs_modulus_pa": [1e5, 1e6]})
    soft, stiff = (one.run.asked for one in object_runs(found, "ball", None, 0))
    assert stiff.yield_stress_pa == pytest.approx(10 * soft.yield_stress_pa)
    named = config(parameters={"law": "plasticine", "yield_stress_pa": 700})
    assert object_runs(named, "ball", None, 0)[0].run.asked.yield_stress_pa == 700


def test_angles_are_degrees_and_classes_have_their_law() -> None:
    found = config(parameters={"law": "sand", "friction_angle_deg": 45})
    (one,) = object_runs(found, "ball", None, 0)
    assert one.run.asked.friction_angle_rad == pytest.approx(math.pi / 4)
    classes = config(parameters={"material_class": ["Rubber", "snow"]})
    rubber, snow = (run.run.asked for run in object_runs(classes, "ball", rubber_like(), 0))
    assert rubber.material_class is MaterialClass.RUBBER
    assert snow.law is ConstitutiveLaw.SNOW


def test_the_expected_material_is_the_base_without_samples() -> None:
    (one,) = object_runs(config(), "ball", rubber_like(), 0)
    assert one.run.asked.youngs_modulus_pa == rubber_like().mean().youngs_modulus_pa
    assert one.run.sample is None
    (named,) = object_runs(config(parameters={"law": "jelly"}), "ball", None, 0)
    assert named.run.asked == material(ConstitutiveLaw.JELLY)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"qualities": "sketch"}, "did you mean quality"),
        ({"objects": []}, "names no objects"),
        ({"objects": [{"path": "a.ply", "size": 1}]}, "did you mean size_m"),
        ({"samples": 4}, "would repeat one run 4 times"),
        ({"material": "predicted"}, "need samples"),
        ({"material": "predicted", "samples": 0}, "from 1 to"),
        ({"quality": []}, "a list of names"),
        ({"quality": "finest"}, "unknown quality"),
        ({"stiffness": "soft"}, "unknown stiffness"),
        ({"particle_seeds": [1, 1]}, "twice"),
        ({"keep": "none"}, "'all' or 'shown'"),
        ({"device": "tpu"}, "cpu, cuda"),
        ({"parameters": {"youngs_modulus": 1e5}}, "did you mean youngs_modulus_pa"),
        ({"parameters": {"tilt_deg": []}}, "empty list"),
        ({"parameters": {"tilt_deg": [1, 1]}}, "twice"),
        ({"parameters": {"tilt_deg": "steep"}}, "is a number"),
        ({"parameters": {"law": "jello"}}, "unknown law"),
        ({"parameters": {"law": {"range": [0, 1], "steps": 2}}}, "is a choice"),
        ({"parameters": {"tilt_deg": {"range": [9, 1], "steps": 2}}}, "contradictory"),
        ({"parameters": {"tilt_deg": {"range": [1, 9]}}}, "needs 'steps'"),
        ({"parameters": {"tilt_deg": {"range": [0, 9], "steps": 3, "scale": "log"}}}, "above 0"),
        ({"parameters": {"tilt_deg": {"range": [1, 9], "latin_hypercube": [1, 9]}}}, "use either"),
        ({"parameters": {"tilt_deg": {"latin_hypercube": [1, 9]}}}, "need samples"),
        ({"parameters": {"law": "jelly", "material_class": "Foam"}}, "contradict"),
        ({"parameters": {"law": "jelly", "yield_stress_pa": 100}}, "changes nothing"),
    ],
)
def test_contradictory_and_unknown_values_are_refused(values: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        config(**values)


def test_an_empty_config_is_refused(tmp_path: Path) -> None:
    for name, text in (("a.toml", ""), ("b.json", "{}"), ("c.json", "")):
        (tmp_path / name).write_text(text)
        with pytest.raises(InputError, match="is empty"):
            read_sweep_file(tmp_path / name)


def test_unreadable_configs_and_missing_objects_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        read_sweep_file(tmp_path / "none.toml")
    with pytest.raises(InputError, match=r"\.toml or \.json"):
        read_sweep_file(tmp_path / "sweep.yaml")
    broken = tmp_path / "broken.toml"
    broken.write_text("objects = [")
    with pytest.raises(InputError, match="cannot be read"):
        read_sweep_file(broken)
    named = tmp_path / "named.json"
    for objects, words in (
        (["gone.p4d"], "does not exist"),
        (["*.p4d"], "no object fits"),
        (["named.json", "./named.json"], "named twice"),
    ):
        named.write_text(json.dumps({"objects": objects}))
        with pytest.raises(InputError, match=words):
            read_sweep_file(named)


def test_too_many_runs_are_refused(tmp_path: Path) -> None:
    make_project(tmp_path / "ball.p4d")
    spread = {"range": [1, 2], "steps": 5000}
    parameters = {"drop_height_over_size": spread, "tilt_deg": spread}
    (tmp_path / "a.json").write_text(json.dumps({"objects": ["*.p4d"], "parameters": parameters}))
    with pytest.raises(InputError, match="25,000,000 runs"):
        read_sweep_file(tmp_path / "a.json")


def test_what_an_object_cannot_do_is_refused() -> None:
    drawn = config(material="predicted", samples=2)
    with pytest.raises(InputError, match="ball has no predicted distribution"):
        object_runs(drawn, "ball", None, 0)
    with pytest.raises(InputError, match="nothing says what the object is made of"):
        object_runs(config(), "ball", None, 0)
    with pytest.raises(InputError, match=r"ball: poisson ratio 0\.6"):
        object_runs(config(parameters={"law": "jelly", "poisson_ratio": 0.6}), "ball", None, 0)


def test_runs_that_would_be_the_same_are_refused() -> None:
    settled = {"law": "jelly", "youngs_modulus_pa": 1e5, "poisson_ratio": 0.3, "density_kg_m3": 900}
    drawn = config(material="predicted", samples=2, parameters=settled)
    with pytest.raises(InputError, match="runs 0 and 1 would be the same"):
        object_runs(drawn, "ball", rubber_like(), 0)
