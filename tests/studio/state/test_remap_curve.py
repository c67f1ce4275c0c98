from __future__ import annotations

import pytest

from render.cameras.time_remap import TimeRemap
from render.errors import InputError
from studio.state.film_clock import film_clock
from studio.state.markers import Marker, neighbour
from studio.state.remap_curve import (
    RemapPoint,
    curve_of,
    moved,
    preset_spec,
    spec_of,
    straight,
    with_point,
    without_point,
)


@pytest.mark.parametrize("name", ["linear", "slow-motion", "freeze", "reverse"])
@pytest.mark.parametrize("moment_s", [0.0, 0.7, 2.0])
def test_presets_are_read_by_the_export_and_become_the_same_curve(
    name: str, moment_s: float
) -> None:
    spec = preset_spec(name, 2.0, moment_s)
    curve = curve_of(spec, 2.0)
    if spec:
        remap = TimeRemap.parse(spec, 2.0)
        for point in curve:
            assert remap.source_time(point.film_s) == pytest.approx(point.take_s, abs=1e-4)
    again = curve_of(spec_of(curve, 2.0), 2.0)
    assert [tuple(p) for p in again] == [pytest.approx(tuple(p), abs=1e-3) for p in curve]


def test_an_untouched_curve_is_stored_as_nothing() -> None:
    assert spec_of(straight(2.0), 2.0) == ""


def test_ramps_become_several_points() -> None:
    assert len(curve_of("1@1>0.2", 2.0)) == 7
    with pytest.raises(InputError):
        curve_of("slowly", 2.0)


def test_a_point_stays_between_its_neighbours_and_in_the_take() -> None:
    curve, index = with_point(straight(2.0), 1.0)
    assert (len(curve), index) == (3, 1)
    assert moved(curve, 1, -5.0, 9.0, 2.0)[1] == RemapPoint(0.04, 2.0)
    assert moved(curve, 1, 9.0, -1.0, 2.0)[1] == RemapPoint(1.96, 0.0)
    assert moved(curve, 0, 1.0, 1.0, 2.0) == curve
    assert moved(curve, 2, 5.0, 2.0, 2.0)[2].film_s == 5.0
    assert without_point(curve, 1) == straight(2.0)
    assert without_point(straight(2.0), 1) == straight(2.0)
    assert with_point(curve, 0.01)[1] == -1


def test_a_curve_that_begins_at_the_end_stays_there() -> None:
    held = moved(curve_of("reverse", 2.0), 1, 2.0, 2.0, 2.0)
    spec = spec_of(held, 2.0)
    assert TimeRemap.parse(spec, 2.0).start_s == 2.0


def test_a_clock_without_a_remap_plays_frames_as_they_are() -> None:
    plain = film_clock("", 10, 0.04)
    assert (plain.frame_at(3.7), plain.place_of(4)) == (3, 4.0)
    assert film_clock("nonsense", 10, 0.04) == plain
    back = film_clock("reverse", 10, 0.04)
    assert (back.frame_at(0), back.place_of(0), back.last_place) == (9, 9.0, 9.0)


def test_markers_refuse_what_they_cannot_be() -> None:
    for values in ((0, 1, "a"), (1, -1, "a"), (1, 1, " ")):
        with pytest.raises(InputError):
            Marker(*values)
    with pytest.raises(InputError, match="colour"):
        Marker(1, 1, "a", "pink")
    markers = (Marker(1, 3, "a"), Marker(2, 7, "b"))
    assert neighbour(markers, 3, 1) == markers[1]
    assert neighbour(markers, 3, -1) is None
