"""The page of a sweep in a browser: all runs at one frame, offline, sorted and opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sim.sweep.combinations import object_runs
from sim.sweep.config import config_of
from sim.sweep.result import RunResult
from sim.sweep.set_stiffness import SetStiffness
from sim.sweep.table import TableRow
from studio.export.cell_sheet import Caption
from studio.jobs.sweep_page import PageRun, write_page
from tests.render.chromium_page import ChromiumPage, chromium_or_skip
from tests.sim.sweep.sweep_scenes import WAVE_M_S

SIDE, FRAMES = 32, 11
PIXELS = (
    "[...document.querySelectorAll('#grid canvas')].map((one) => "
    "one.getContext('2d').getImageData(9, 9, 1, 1).data[0])"
)
TITLES = "[...document.querySelectorAll('#grid canvas')].map((one) => one.ariaLabel)"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromiumPage]:
    with chromium_or_skip(tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three runs whose grey says run and frame; the last one failed and has one picture."""
    parameters = {"law": "jelly", "youngs_modulus_pa": [1e6, 1e4, 1e5]}
    runs = object_runs(config_of({"objects": "a.ply", "parameters": parameters}), "a", None, 0)
    stiffness = SetStiffness.fit([one.run.asked for one in runs], "real", WAVE_M_S)
    shown = []
    for number, one in enumerate(runs):
        status = "failed" if number == 2 else "finished"
        result = RunResult(one.run.name, "sketch", status, "<b>it blew up</b>" * (number == 2))
        count = 1 if number == 2 else FRAMES
        frames = tuple(
            np.full((SIDE, SIDE, 3), 80 * number + 6 * index, np.uint8) for index in range(count)
        )
        caption = Caption(f"run {number} <i>&</i>", result.reason)
        shown.append(PageRun(TableRow(one, stiffness, result), caption, frames))
    path = tmp_path_factory.mktemp("sweep <x>") / "index.html"
    write_page(path, shown, run_count=40, fps=25)
    return path


def frame_of(browser: ChromiumPage, index: int) -> list[int]:
    browser.evaluate(f"pause(); seek({index})")
    return list(browser.evaluate(PIXELS))


def test_all_runs_show_one_frame_and_nothing_is_loaded(browser: ChromiumPage, page: Path) -> None:
    browser.complaints.clear()
    browser.requests.clear()
    browser.open(page, size=(700, 500))
    browser.wait_for("data.runs.every((run) => run.image.complete && run.image.naturalWidth)")
    assert browser.complaints == []
    for index in (0, 7, 10):
        wanted = [6 * index, 80 + 6 * index, 160]
        assert np.abs(np.array(frame_of(browser, index)) - wanted).max() <= 3
    assert browser.evaluate("document.title").startswith("sweep <x>")
    assert browser.evaluate("document.querySelectorAll('b, i').length") == 0
    assert "3 of 40 runs" in browser.evaluate("document.getElementById('facts').textContent")
    assert {address.partition(":")[0] for address in browser.requests} <= {"file", "data"}


def test_it_plays_in_sync_by_keyboard_and_slider(browser: ChromiumPage, page: Path) -> None:
    browser.open(page, size=(700, 500))
    frame_of(browser, 3)
    browser.press("ArrowRight")
    browser.wait_for("document.body.dataset.frame === '4'")
    browser.press(" ", code="Space")
    browser.wait_for("document.body.dataset.frame !== '4'")
    frame, pixels = browser.evaluate(f"[state.frame, {PIXELS}]")
    assert np.abs(np.array(pixels[:2]) - [6 * frame, 80 + 6 * frame]).max() <= 3
    browser.evaluate("pause(); document.getElementById('scrub').value = 9")
    browser.evaluate("document.getElementById('scrub').dispatchEvent(new Event('input'))")
    assert browser.evaluate("document.body.dataset.frame") == "9"


def test_runs_are_sorted_by_a_value_and_opened(browser: ChromiumPage, page: Path) -> None:
    browser.open(page, size=(700, 500))
    browser.evaluate("document.getElementById('sort').value = 'asked_youngs_modulus_pa'")
    browser.evaluate("document.getElementById('sort').dispatchEvent(new Event('change'))")
    titles = [f"run {number} <i>&</i>" for number in range(3)]
    assert browser.evaluate(TITLES) == [titles[1], titles[2], titles[0]]
    browser.evaluate("document.getElementById('order').click()")
    assert browser.evaluate(TITLES) == [titles[0], titles[2], titles[1]]
    browser.evaluate("document.querySelector('figure.failed').click()")
    assert browser.evaluate("document.getElementById('more').open")
    text = browser.evaluate("document.getElementById('more').innerText")
    assert "<b>it blew up</b>" in text
    assert "asked_youngs_modulus_pa" in text
