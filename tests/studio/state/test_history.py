from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from render.errors import InputError
from studio.state.bitmask import BitMask
from studio.state.byte_count import ByteCount
from studio.state.history import Change, Edit, HistoryState


def edit(label: str, before: object, after: object, *, time_s: float = 0.0, merge: bool = False):
    return Edit(label, (Change("material", "seed", before, after),), time_s, merge)


def test_positions_count_edits_and_redo_is_forgotten_by_a_new_edit() -> None:
    history = HistoryState()
    for value in range(3):
        assert history.push(edit(f"Set {value}", value, value + 1))
    assert (history.first, history.position, history.last) == (0, 3, 3)
    assert history.changes_to(1) == [("material", "seed", 2), ("material", "seed", 1)]
    history.position = 1
    assert (history.undo_label, history.redo_label) == ("Set 0", "Set 1")
    assert history.changes_to(3) == [("material", "seed", 2), ("material", "seed", 3)]
    history.push(edit("Other", 1, 9))
    assert [kept.label for kept in history.edits] == ["Set 0", "Other"]
    assert not history.can_redo


def test_the_same_again_at_once_is_one_step_when_it_may_be() -> None:
    history = HistoryState()
    history.push(edit("Step", 0, 1, time_s=0.0, merge=True))
    history.push(edit("Step", 1, 2, time_s=1.0, merge=True))
    assert history.edits[0].changes[0] == Change("material", "seed", 0, 2)
    history.push(edit("Step", 2, 3, time_s=9.0, merge=True))
    history.push(edit("Other", 3, 4, time_s=9.1, merge=True))
    history.push(edit("Other", 4, 5, time_s=9.2))
    assert [kept.label for kept in history.edits] == ["Step", "Step", "Other", "Other"]


def test_what_is_saved_is_never_merged_away() -> None:
    history = HistoryState()
    history.push(edit("Step", 0, 1, merge=True))
    history.mark_clean()
    assert not history.dirty
    history.push(edit("Step", 1, 2, merge=True))
    assert history.dirty
    history.position = 1
    assert not history.dirty
    history.position = 0
    history.push(edit("Other", 0, 7))  # the saved state can no longer be reached
    assert history.clean is None
    assert history.dirty


def test_the_oldest_edits_go_when_their_values_take_too_much_memory() -> None:
    masks = [BitMask.of(np.random.default_rng(seed).random(80_000) < 0.5) for seed in range(9)]
    history = HistoryState(cap_bytes=45_000)  # four masks of 10 kB
    for before, after in pairwise(masks):
        assert history.push(edit("Select", before, after))
    assert history.held_bytes <= 45_000
    assert (len(history.edits), history.first, history.position) == (3, 5, 8)
    assert history.changes_to(0) == history.changes_to(5)


def test_an_edit_larger_than_the_cap_empties_the_history_and_says_so() -> None:
    history = HistoryState(cap_bytes=1000)
    history.push(edit("Small", 0, 1))
    assert not history.push(edit("Large", bytes(400), bytes(2000)))
    assert (history.edits, history.held_bytes) == ((), 0)
    assert (history.first, history.position) == (2, 2)
    assert history.dirty


def test_shared_values_count_once() -> None:
    mask = BitMask.full(8_000_000)
    count = ByteCount()
    first, second = (mask, "name"), (mask, "other")
    count.add(first)
    once = count.total
    count.add(second)
    assert 1_000_000 < once < 1_001_000
    assert count.total - once < 300
    count.remove(first)
    assert count.total > 1_000_000


def test_forgotten_edits_give_their_memory_back() -> None:
    history = HistoryState()
    for number in range(5):
        history.push(edit("Set", f"{number} before", f"{number} after"))
    history.clear()
    assert (history.held_bytes, history.position, history.dirty) == (0, 0, False)


def test_masks_pack_and_combine() -> None:
    rng = np.random.default_rng(3)
    one, two = rng.random(1003) < 0.4, rng.random(1003) < 0.4
    a, b = BitMask.of(one), BitMask.of(two)
    np.testing.assert_array_equal(a.array(), one)
    np.testing.assert_array_equal(a.union(b).array(), one | two)
    np.testing.assert_array_equal(a.intersection(b).array(), one & two)
    np.testing.assert_array_equal(a.without(b).array(), one & ~two)
    np.testing.assert_array_equal(a.inverted().array(), ~one)
    assert a.chosen_count == one.sum()
    assert a.inverted().inverted() == a
    assert not BitMask.none(9)
    assert BitMask.full(9)


def test_masks_of_other_clouds_are_refused() -> None:
    with pytest.raises(InputError, match="mask of 8 things cannot be combined with one of 9"):
        BitMask.full(9).union(BitMask.full(8))
    with pytest.raises(InputError, match="takes 2 bytes, not 1"):
        BitMask(9, b"\x00")
