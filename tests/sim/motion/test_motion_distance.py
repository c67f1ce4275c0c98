"""The distance of motions and the agreement of rankings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from render.errors import InputError
from sim.motion.distance import MotionWeights, motion_distance
from sim.motion.motion import Motion
from sim.motion.ranking import kendall_tau_b, tie_share
from tests.sim.motion.falling_takes import Fall, fall_motion

TERMS = ("track", "silhouette", "contact", "rest")


@pytest.fixture
def truth() -> Motion:
    return fall_motion(Fall())


def test_the_truth_is_at_no_distance(truth: Motion) -> None:
    again = motion_distance(fall_motion(Fall()), truth)
    assert again.total == 0
    assert (again.terms.track, again.terms.silhouette) == (0, 0)


def test_distance_grows_with_the_difference_of_motion(truth: Motion) -> None:
    for name, values in {"squash": (0.35, 0.45, 0.6), "bounce": (0.7, 1.0, 1.6)}.items():
        found = [motion_distance(fall_motion(Fall(**{name: v})), truth) for v in values]
        totals = [one.total for one in found]
        assert totals == sorted(totals)
        assert totals[0] > 0


def test_every_term_is_felt(truth: Motion) -> None:
    other = fall_motion(Fall(drop_m=0.12, bounce=1.5, squash=0.6))
    found = motion_distance(other, truth)
    assert min(found.terms.track, found.terms.silhouette, found.terms.contact) > 0.01
    for name in TERMS:
        alone = MotionWeights(
            **dict.fromkeys(("track", "silhouette", "contact", "rest"), 0.0) | {name: 2.0}
        )
        total = motion_distance(other, truth, alone).total
        assert total == pytest.approx(getattr(found.terms, name))


def test_what_the_reference_does_not_see_does_not_count(truth: Motion) -> None:
    tracks = truth.tracks.copy()
    tracks[5:, 0] += 30
    spoilt = replace(truth, tracks=tracks)
    assert motion_distance(spoilt, truth).terms.track > 0
    unseen = truth.visible.copy()
    unseen[5:, 0] = False
    assert motion_distance(spoilt, replace(truth, visible=unseen)).terms.track == 0


def test_a_shift_of_the_whole_object_is_no_motion(truth: Motion) -> None:
    shifted = replace(truth, tracks=truth.tracks + np.float32(4))
    assert motion_distance(shifted, truth).terms.track == pytest.approx(0, abs=1e-6)


def test_the_distance_is_in_object_sizes(truth: Motion) -> None:
    def twice(motion: Motion) -> Motion:
        masks = motion.masks.repeat(2, axis=1).repeat(2, axis=2)
        return replace(
            motion, tracks=2 * motion.tracks, masks=masks, longest_px=2 * motion.longest_px
        )

    other = replace(truth, tracks=truth.tracks * np.float32(1.1))
    small, large = motion_distance(other, truth), motion_distance(twice(other), twice(truth))
    assert large.terms.track == pytest.approx(small.terms.track, rel=1e-5)


def test_motions_of_other_lengths_are_compared_where_both_are() -> None:
    long, short = fall_motion(Fall()), fall_motion(Fall(), frame_count=12)
    assert motion_distance(long, short).total == 0
    assert motion_distance(short, long).total == 0


def test_what_cannot_be_compared_is_refused(truth: Motion) -> None:
    with pytest.raises(InputError, match="compare motions of one map"):
        motion_distance(replace(truth, stiffness="expressive"), truth)
    with pytest.raises(InputError, match="one camera"):
        motion_distance(replace(truth, masks=truth.masks[:, :32]), truth)
    with pytest.raises(InputError, match="different points"):
        motion_distance(replace(truth, points=truth.points[::-1]), truth)
    with pytest.raises(InputError, match="0 or more"):
        MotionWeights(track=-1)


def test_kendall_tau_b_agrees_with_scipy(rng: np.random.Generator) -> None:
    from scipy.stats import kendalltau

    for _ in range(20):
        first, second = rng.integers(0, 5, (2, 8)).astype(float)
        expected = kendalltau(first, second).statistic
        if np.isfinite(expected):
            assert kendall_tau_b(first, second) == pytest.approx(expected)
    assert kendall_tau_b([1, 1, 1], [1, 2, 3]) == 0
    with pytest.raises(InputError, match="same 2 or more scores"):
        kendall_tau_b([1.0], [1.0])


def test_near_scores_are_ties() -> None:
    assert tie_share([0.1, 0.1005, 0.3]) == pytest.approx(1 / 3)
    assert kendall_tau_b([0.1, 0.1005, 0.3], [2, 1, 3], tie=1e-3) == pytest.approx(0.8165, abs=1e-3)
