from __future__ import annotations

from pathlib import Path

import pytest

from sim.materials import ConstitutiveLaw, MaterialClass
from studio.state.curve_axis import axis_position, scaled_value
from studio.state.distribution_drags import Handle, dragged
from studio.state.document import TakeSummary
from studio.state.edited_distribution import DistributionEdits
from studio.state.jobs_state import JobStatus
from studio.state.playback import PlaybackState
from studio.state.quantities import YOUNGS_MODULUS
from studio.state.resolve import (
    resolve,
    resolve_material_panel,
)
from studio.state.resolve_curves import CURVE_POINTS
from studio.state.resolve_timeline import resolve_timeline
from studio.state.studio_state import StudioState
from studio.state.take_list import TakeRow, resolve_takes
from tests.studio.synthetic_project import rubber_like

PROJECT = Path("/projects/Ball.p4d")
TAKE = TakeSummary("take-1", 3, 10, 0.04, complete=False, law="jelly")


@pytest.fixture
def state() -> StudioState:
    state = StudioState()
    state.document.physics = rubber_like()
    state.document.gaussian_count = 400
    state.document.takes = (TAKE,)
    state.document.active_take = "take-1"
    state.document.project = PROJECT
    return state


def test_empty_state_shows_the_welcome_view_and_disables_what_needs_a_project() -> None:
    view = resolve(StudioState())
    assert view.page == "welcome"
    assert not {"project", "take", "photo", "distribution"} & view.commands
    assert resolve_material_panel(StudioState())[0] is None
    assert view.title == "phys4d-studio"


def test_open_project(state: StudioState) -> None:
    view = resolve(state)
    assert view.page == "workspace"
    assert view.title == "Ball – phys4d-studio"
    assert {"project", "take", "distribution"} <= view.commands
    (row,) = resolve_takes(state)
    assert isinstance(row, TakeRow)
    assert row.subtitle == "jelly · 3/10 frames"
    assert ("Gaussians", "400") in view.object.facts


def test_equal_states_resolve_to_equal_views(state: StudioState) -> None:
    assert resolve(state) == resolve(state)


def test_a_running_job_is_shown_and_can_be_cancelled_once(state: StudioState) -> None:
    state.jobs.put(JobStatus(1, "Simulating take-1", "Frame 3", 0.256))
    view = resolve(state)
    assert "job" in view.commands
    state.jobs.put(JobStatus(1, "Simulating take-1", "Frame 3", 0.3, cancelling=True))
    assert "job" not in resolve(state).commands


def test_timeline_readout_counts_from_one() -> None:
    playback = PlaybackState(frame=2, frame_count=11, cached_count=5, frame_dt_s=0.04)
    view = resolve_timeline(playback)
    assert view.readout.startswith("0.08 / 0.40 s")
    assert view.readout.endswith("frame 3 / 11")
    assert not resolve_timeline(PlaybackState()).enabled


def test_bars_are_sorted_and_the_decided_class_is_chosen(state: StudioState) -> None:
    view = resolve_material_panel(state)[0]
    assert view is not None
    shares = [bar.probability for bar in view.bars]
    assert shares == sorted(shares, reverse=True)
    assert len(view.bars) == 14
    assert [bar.material_class for bar in view.bars if bar.chosen] == [MaterialClass.RUBBER]
    assert view.law.automatic is ConstitutiveLaw.NEO_HOOKEAN


def test_curves_peak_at_one_and_mark_edits(state: StudioState) -> None:
    predicted = state.document.physics
    assert predicted is not None
    state.material.edited = dragged(
        predicted, DistributionEdits(), "log10_youngs_modulus", MaterialClass.RUBBER,
        Handle.CENTRE, start=0.0, value=4.5,
    )  # fmt: skip
    view = resolve_material_panel(state)[0]
    assert view is not None
    assert all(len(curve.curve) == CURVE_POINTS for curve in view.curves)
    assert all(max(curve.curve) == pytest.approx(1) for curve in view.curves)
    stiffness = view.curves[0]
    assert stiffness.edited
    assert stiffness.ghost
    assert stiffness.mean == pytest.approx(10**4.5)
    assert stiffness.predicted == pytest.approx(10**6.3, rel=1e-3)
    assert view.edited
    assert not view.curves[1].edited


def test_another_class_brings_its_own_values(state: StudioState) -> None:
    state.material.material_class = MaterialClass.FOAM
    view = resolve_material_panel(state)[0]
    assert view is not None
    assert view.curves[0].mean == pytest.approx(10**5.3, rel=1e-3)


def test_a_splat_file_has_flat_curves_and_values_to_start_from(state: StudioState) -> None:
    state.document.physics = None
    view = resolve_material_panel(state)[0]
    assert view is not None
    assert view.bars == ()
    assert view.curves[0].curve == ()
    assert view.certainty is None
    assert view.samples == ()
    assert view.law.automatic is ConstitutiveLaw.JELLY


def test_axis_positions_round_trip() -> None:
    for position in (0.1, 0.5, 0.9):
        scaled = scaled_value(position, (3.0, 12.0))
        value = YOUNGS_MODULUS.unscaled(scaled)
        assert axis_position(YOUNGS_MODULUS, value, (3.0, 12.0)) == pytest.approx(position)


def test_places_beyond_the_axis_are_its_ends() -> None:
    assert axis_position(YOUNGS_MODULUS, 1.0, (3.0, 12.0)) == 0
    assert scaled_value(2.0, (3.0, 12.0)) == 12.0
