"""USD splats: what survives, how stages place splats, and files made to do harm."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from format_scenes import lowest_psnr, signpost, through_file
from fuzzing import NATIVE_COUNT, NATIVE_SLOW_COUNT, check_survives
from render_scenes import random_cloud

from render.errors import CancelledError, InputError
from render.formats.registry import read_splats, write_splats
from render.formats.splat_file import SplatFile, as_splat_file
from render.gaussians import GaussianCloud

pytest.importorskip("pxr")

HEADER = '#usda 1.0\n(\n    upAxis = "{up}"\n    metersPerUnit = {unit}\n)\n'
SPLATS = """
def Xform "World"
{{
    double3 xformOp:translate = (10, 0, 0)
    uniform token[] xformOpOrder = ["xformOp:translate"]
    def ParticleField3DGaussianSplat "Splats"
    {{
        point3{h} [] positions{s} = [(1, 2, 3), (4, 5, 6)]
        quat{q} [] orientations{s} = [(0.5, 0.5, 0.5, 0.5), (1, 0, 0, 0)]
        {half}3[] scales{s} = [(1, 2, 3), (1, 1, 1)]
        {half}[] opacities{s} = [0.25, 0.5]
        uniform int radiance:sphericalHarmonicsDegree = {degree}
        {half}3[] radiance:sphericalHarmonicsCoefficients{s} = [{coefficients}]
    }}
}}
"""


def stage_text(*, up: str = "Y", unit: str = "1", half: bool = False, degree: int = 1) -> str:
    triples = ", ".join(f"({k}, {k + 0.25}, {k + 0.5})" for k in range(2 * (degree + 1) ** 2))
    names = {"h": "h" if half else "f", "s": "h" if half else "", "q": "h" if half else "f"}
    text = SPLATS.format(
        **names, half="half" if half else "float", degree=degree, coefficients=triples
    )
    return HEADER.format(up=up, unit=unit) + text.replace("3f []", "3f[]").replace(
        "3h []", "3h[]"
    ).replace("quatf []", "quatf[]").replace("quath []", "quath[]")


def read_text(folder: Path, text: str) -> SplatFile:
    path = folder / "stage.usda"
    path.write_text(text)
    return read_splats(path)


@pytest.mark.parametrize("suffix", [".usda", ".usdc", ".usd", ".usdz"])
@pytest.mark.parametrize("up_axis", ["+z", "-y"])
def test_nothing_is_lost_and_the_stage_says_what_is_up(
    tmp_path: Path, suffix: str, up_axis: str
) -> None:
    file = as_splat_file(signpost()).with_up_axis(up_axis)
    back = through_file(file, tmp_path / f"sign{suffix}")
    assert (back.format, back.up_axis) == ("usd", "+z" if up_axis == "+z" else "+y")
    cloud, expected = back.with_up_axis("+z").cloud, signpost()
    np.testing.assert_allclose(cloud.means, expected.means, atol=1e-6)
    np.testing.assert_array_equal(cloud.scales, expected.scales)
    np.testing.assert_array_equal(cloud.opacities, expected.opacities)
    np.testing.assert_allclose(cloud.sh_coeffs, expected.sh_coeffs, atol=1e-6)
    assert [item.name for item in tmp_path.iterdir()] == [f"sign{suffix}"]


def test_the_scene_looks_the_same_with_y_up(tmp_path: Path) -> None:
    file = as_splat_file(signpost()).with_up_axis("-y")
    back = through_file(file, tmp_path / "sign.usdc")
    assert lowest_psnr(signpost(), back.with_up_axis("+z").cloud) > 80


@pytest.mark.parametrize("count", [0, 1])
def test_few_gaussians(tmp_path: Path, count: int) -> None:
    back = through_file(random_cloud(count, degree=2), tmp_path / "few.usda").cloud
    assert (back.gaussian_count, back.sh_degree) == (count, 2)


@pytest.mark.parametrize("flags", [(True, False), (False, True), (False, False)])
def test_flags_survive(tmp_path: Path, flags: tuple[bool, bool]) -> None:
    file = replace(as_splat_file(random_cloud(5)), antialiased=flags[0], is_2dgs=flags[1])
    back = through_file(file, tmp_path / "cloud.usdc")
    assert (back.antialiased, back.is_2dgs) == flags


@pytest.mark.parametrize("half", [False, True])
def test_stages_of_other_tools_are_read(tmp_path: Path, half: bool) -> None:
    file = read_text(tmp_path, stage_text(up="Z", unit="0.01", half=half))
    assert file.up_axis == "+z"
    np.testing.assert_allclose(file.cloud.means, [[0.11, 0.02, 0.03], [0.14, 0.05, 0.06]])
    np.testing.assert_allclose(file.cloud.quats, [[0.5] * 4, [1, 0, 0, 0]])
    np.testing.assert_allclose(file.cloud.scales[0], [0.01, 0.02, 0.03], rtol=1e-6)
    np.testing.assert_array_equal(file.cloud.opacities, [0.25, 0.5])
    np.testing.assert_allclose(file.cloud.sh_coeffs[1, 2], [6, 6.25, 6.5])


def test_missing_values_have_the_defaults_of_the_schema(tmp_path: Path) -> None:
    text = HEADER.format(up="Y", unit="1") + (
        'def ParticleField3DGaussianSplat "S"\n{\n    point3f[] positions = [(1, 2, 3)]\n}\n'
    )
    cloud = read_text(tmp_path, text).cloud
    np.testing.assert_array_equal(cloud.quats, [[1, 0, 0, 0]])
    np.testing.assert_array_equal(cloud.opacities, [1])
    np.testing.assert_array_equal(cloud.sh_coeffs, np.zeros((1, 1, 3)))


def test_degree_4_is_cut_to_3_and_invisible_splats_are_left_out(tmp_path: Path) -> None:
    assert read_text(tmp_path, stage_text(degree=4)).cloud.sh_degree == 3
    hidden = stage_text().replace(
        "double3 xformOp", 'token visibility = "invisible"\n    double3 xformOp'
    )
    with pytest.raises(InputError, match="no Gaussian splats"):
        read_text(tmp_path, hidden)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no USD file or is damaged"),
        ("#usda 1.0\n", "no Gaussian splats"),
        ("#usda 1.0\ndef ", "no USD file or is damaged"),
        (stage_text(unit="0"), "unit is 0 m"),
        (stage_text().replace("Degree = 1", "Degree = -3"), "SH degree -3"),
        (stage_text().replace("point3f[] positions", "point3f[] places"), "no positions"),
        (stage_text().replace("(1, 2, 3), (4, 5, 6)", "(nan, 2, 3), (inf, 5, 6)"), "position of"),
    ],
)
def test_wrong_stages_say_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_text(tmp_path, text)


@pytest.mark.parametrize(
    "arc",
    [
        "subLayers = [@{}@]",
        "references = @{}@\n    prepend apiSchemas = []",
        "payload = @{}@",
    ],
)
def test_stages_reach_no_other_folder(tmp_path: Path, arc: str) -> None:
    folder = tmp_path / "scene"
    folder.mkdir()
    write_splats(tmp_path / "outside.usda", random_cloud(2))
    write_splats(folder / "part.usda", random_cloud(3))

    def text(target: str) -> str:
        if "subLayers" in arc:
            return f"#usda 1.0\n(\n    {arc.format(target)}\n)\n"
        arcs = arc.format(target).splitlines()[0]
        return f'#usda 1.0\ndef "World" (\n    prepend {arcs}\n)\n{{\n}}\n'

    for target in ("../outside.usda", str(tmp_path / "outside.usda"), "https://example.org/a.usd"):
        with pytest.raises(InputError, match="own folder"):
            read_text(folder, text(target))
    assert read_text(folder, text("./part.usda")).cloud.gaussian_count == 3


def test_a_missing_part_is_not_a_crash(tmp_path: Path) -> None:
    text = "#usda 1.0\n(\n    subLayers = [@./absent.usda@]\n)\n"
    with pytest.raises(InputError, match=r"no Gaussian splats|damaged"):
        read_text(tmp_path, text)
    with pytest.raises(InputError, match="cannot read"):
        read_splats(tmp_path / "absent.usdc")


def test_writing_can_be_cancelled_and_says_why_it_fails(tmp_path: Path) -> None:
    def cancel(_: str, share: float) -> None:
        raise CancelledError

    for suffix in (".usdc", ".usdz"):
        with pytest.raises(CancelledError):
            write_splats(tmp_path / f"a{suffix}", random_cloud(3), progress=cancel)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(InputError, match="cannot write"):
        write_splats(tmp_path / "absent" / "a.usdc", random_cloud(3))


@pytest.mark.skipif(sys.platform != "linux", reason="file sizes are limited on Linux here")
@pytest.mark.parametrize("suffix", [".usdc", ".usdz"])
def test_a_file_that_may_not_grow_is_an_error_and_leaves_nothing(
    tmp_path: Path, suffix: str
) -> None:
    code = f"""
import resource, signal, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from render_scenes import random_cloud
from render.errors import InputError
from render.formats.registry import write_splats
cloud = random_cloud(3000, degree=3)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    write_splats(Path({str(tmp_path / "full")!r} + {suffix!r}), cloud)
except InputError as error:
    print("refused:", error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    expected = f"refused: cannot write {tmp_path / 'full'}{suffix}: the file is too large"
    assert done.stdout.startswith(expected), (done.stdout, done.stderr[-500:])
    assert "pxr" not in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_same_path_is_read_anew(tmp_path: Path) -> None:
    counts = []
    for count in (2, 5):
        write_splats(tmp_path / "a.usdc", random_cloud(count))
        counts.append(read_splats(tmp_path / "a.usdc").cloud.gaussian_count)
    assert counts == [2, 5]


def written(folder: Path, suffix: str, cloud: GaussianCloud) -> bytes:
    write_splats(folder / f"seed{suffix}", cloud)
    return (folder / f"seed{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", [".usda", ".usdc", ".usdz"])
@pytest.mark.parametrize(
    "count", [NATIVE_COUNT // 2, pytest.param(NATIVE_SLOW_COUNT, marks=pytest.mark.slow)]
)
def test_mutated_files_give_a_cloud_or_a_clear_error(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, suffix: str, count: int
) -> None:
    seed = written(tmp_path_factory.mktemp("seeds"), suffix, random_cloud(4, degree=1))
    check_survives(read_splats, suffix, [seed], count, folder=tmp_path)
