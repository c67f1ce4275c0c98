"""The page in a real browser: same pictures as ours, controls, no complaint, no network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from chromium_page import ChromiumPage, chromium_or_skip
from clip_scenes import TurningFall
from render_scenes import psnr

from render.base import RenderSettings
from render.cameras.orbit import CameraOrbit
from render.clips.clip import ClipArrays
from render.clips.registry import write_clip
from render.reference import ReferenceRenderer

SIDE = 200
CAMERA = CameraOrbit(target_m=(0.0, 0.0, 1.2), radius_m=2.4, azimuth_deg=30.0, elevation_deg=20.0)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromiumPage]:
    with chromium_or_skip(tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture(scope="module")
def fall() -> TurningFall:
    return TurningFall(400, frame_count=24, degree=2, hidden=60)


@pytest.fixture(scope="module")
def fall_page(fall: TurningFall, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "fall.html"
    write_clip(path, fall, title="Fall <b>&</b>", camera=CAMERA, quality="high")
    return path


def plain(browser: ChromiumPage, path: Path, frame: int, more: str = "") -> npt.NDArray[np.float32]:
    options = f"#frame={frame}&paused&bare&background=ffffff{more}"
    browser.open(path, options, size=(SIDE, SIDE))
    return browser.picture().astype(np.float32) / 255


@pytest.mark.parametrize("frame", [0, 13])
def test_pictures_are_ours(
    browser: ChromiumPage, fall: TurningFall, fall_page: Path, frame: int
) -> None:
    found = plain(browser, fall_page, frame)
    camera = CAMERA.camera(0, SIDE, SIDE)
    wanted = ReferenceRenderer().render(fall.frame(frame), camera, RenderSettings()).color
    assert found.shape == wanted.shape
    assert wanted.min() < 0.5
    assert psnr(found, wanted) >= 40


def test_it_plays_scrubs_turns_and_stays_quiet(browser: ChromiumPage, fall_page: Path) -> None:
    browser.complaints.clear()
    browser.requests.clear()
    browser.open(fall_page, "#paused&theme=light", size=(480, 320))
    first = browser.picture()
    assert browser.evaluate("document.title") == "Fall <b>&</b>"
    assert browser.evaluate("document.querySelectorAll('b').length") == 0
    browser.press("ArrowRight")
    browser.wait_for("document.body.dataset.frame === '1'")
    browser.evaluate("document.getElementById('scrub').value = 17")
    browser.evaluate("document.getElementById('scrub').dispatchEvent(new Event('input'))")
    browser.wait_for("document.body.dataset.frame === '17'")
    scrubbed = browser.picture()
    assert np.abs(scrubbed.astype(int) - first).max() > 60
    browser.drag((240, 130), (300, 150))
    browser.wait_for("true")
    browser.evaluate("new Promise((done) => setTimeout(done, 60))")
    assert np.abs(browser.picture().astype(int) - scrubbed).max() > 60
    browser.press(" ", code="Space")
    browser.wait_for("document.body.dataset.frame !== '17'")
    assert browser.evaluate("document.getElementById('play').ariaLabel") == "Pause"
    assert browser.complaints == []
    assert {address.partition(":")[0] for address in browser.requests} <= {"file", "blob"}


def test_the_order_is_that_of_the_shown_frame(browser: ChromiumPage, fall_page: Path) -> None:
    """Jumping to a frame gives the very picture that starting there gives."""
    wanted = plain(browser, fall_page, 20)
    plain(browser, fall_page, 2)
    browser.press("End")
    for _ in range(3):
        browser.press("ArrowLeft")
    browser.wait_for("document.body.dataset.frame === '20'")
    assert np.array_equal(browser.picture().astype(np.float32) / 255, wanted)


def test_phones_get_a_wider_view_and_sharp_pixels(browser: ChromiumPage, fall_page: Path) -> None:
    browser.open(fall_page, "#paused", size=(320, 640), deviceScaleFactor=2, mobile=True)
    size = browser.evaluate(
        "[document.getElementById('view').width, document.getElementById('view').height]"
    )
    assert size == [640, 1280]
    boxes = browser.evaluate(
        "[...document.querySelectorAll('#bar button:not([hidden]), #bar select, #bar output')]"
        ".map((one) => { const r = one.getBoundingClientRect(); return [r.left, r.right] })"
    )
    assert all(0 <= left < right <= 320 for left, right in boxes)
    assert browser.evaluate("document.documentElement.scrollWidth") <= 320


def test_two_fingers_zoom(browser: ChromiumPage, fall_page: Path) -> None:
    browser.open(fall_page, "#paused&bare", size=(320, 640), mobile=True)
    before = browser.picture().astype(int)
    for kind, apart in (("touchStart", 40), ("touchMove", 60), ("touchMove", 110)):
        points = [{"x": 160 + side * apart, "y": 300, "id": side} for side in (-1, 1)]
        browser.call("Input.dispatchTouchEvent", type=kind, touchPoints=points)
    browser.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
    browser.wait_for("document.body.dataset.serial > 1")
    covered = [(np.ptp(picture, axis=2) > 30).mean() for picture in (before, browser.picture())]
    assert covered[1] > 1.5 * covered[0]


def test_a_browser_without_workers_draws_the_same(
    browser: ChromiumPage, fall_page: Path, tmp_path: Path
) -> None:
    text = fall_page.read_text(encoding="utf-8")
    lonely = tmp_path / "lonely.html"
    lonely.write_text(text.replace("new Worker(url)", "new NoWorker(url)"), encoding="utf-8")
    assert np.array_equal(plain(browser, lonely, 13), plain(browser, fall_page, 13))


def test_colours_and_opacities_of_every_frame(browser: ChromiumPage, tmp_path: Path) -> None:
    fall = TurningFall(200)
    clouds = [fall.frame(0), fall.frame(3)]
    clouds[1] = replace(
        clouds[1], sh_coeffs=-clouds[1].sh_coeffs, opacities=clouds[1].opacities / 2
    )
    write_clip(tmp_path / "keyed.html", ClipArrays(tuple(clouds)), camera=CAMERA, quality="high")
    camera = CAMERA.camera(0, SIDE, SIDE)
    for frame, cloud in enumerate(clouds):
        wanted = ReferenceRenderer().render(cloud, camera, RenderSettings()).color
        assert psnr(plain(browser, tmp_path / "keyed.html", frame), wanted) >= 40


def test_antialiased_gaussians_are_dimmed_as_ours(browser: ChromiumPage, tmp_path: Path) -> None:
    fall = TurningFall(400).frame(0)
    fine = replace(fall, scales=fall.scales * np.float32(0.15))
    path = tmp_path / "fine.html"
    write_clip(path, ClipArrays((fine,)), camera=CAMERA, quality="high", antialiased=True)
    camera, found = CAMERA.camera(0, SIDE, SIDE), plain(browser, path, 0)
    wanted, bolder = (
        ReferenceRenderer().render(fine, camera, RenderSettings(antialiased=dimmed)).color
        for dimmed in (True, False)
    )
    assert psnr(found, wanted) >= 40
    assert psnr(found, bolder) < 36


def test_what_stands_still_has_no_playback(browser: ChromiumPage, tmp_path: Path) -> None:
    write_clip(tmp_path / "still.html", TurningFall(50, frame_count=1))
    browser.open(tmp_path / "still.html", size=(480, 320))
    assert browser.evaluate("getComputedStyle(document.getElementById('scrub')).display") == "none"
    assert browser.evaluate("document.getElementById('facts').textContent").endswith("Gaussians")


def test_damaged_data_are_told(browser: ChromiumPage, fall_page: Path, tmp_path: Path) -> None:
    text = fall_page.read_text(encoding="utf-8")
    place = text.index('id="clip">') + 10
    broken = tmp_path / "broken.html"
    broken.write_text(text[:place] + "AAAA" + text[place + 4 :], encoding="utf-8")
    browser.open(broken, "#paused", size=(480, 320))
    assert "damaged" in browser.evaluate("document.getElementById('message-text').textContent")


@pytest.mark.slow
def test_without_webgl_the_page_says_what_to_do(fall_page: Path, tmp_path: Path) -> None:
    with chromium_or_skip(tmp_path, flags=("--disable-gpu", "--disable-3d-apis")) as page:
        page.open(fall_page, "#paused", size=(480, 320))
        assert "WebGL 2" in page.evaluate("document.getElementById('message-text').textContent")
