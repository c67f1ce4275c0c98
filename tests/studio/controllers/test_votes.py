"""Blind votes: reproducible sides, nothing told before the answer, every line kept at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from render.errors import InputError
from sim.project import Project
from sim.vote import VOTES_NAME, Answer, Vote
from studio.controllers.vote_controller import VoteController
from studio.jobs.candidate_store import stored_votes
from studio.state.gallery_view import resolve_gallery, shown_takes
from studio.state.ranking import bradley_terry, standings, win_table
from studio.state.votes import blind_pairs
from tests.studio.controllers.conftest import Desk
from tests.studio.controllers.test_candidates import Lab

KEYS = ("set-1-1", "set-1-2", "set-1-3", "set-1-4")


@pytest.fixture
def lab(desk: Desk) -> Lab:
    lab = Lab(desk)
    lab.open()
    lab.candidates.sample(4)
    lab.finish_job()
    return lab


def lines(lab: Lab) -> list[str]:
    project = lab.state.document.project
    assert project is not None
    return (project / VOTES_NAME).read_text(encoding="utf-8").splitlines()


def test_sides_are_shuffled_by_the_seed_alone() -> None:
    pairs = blind_pairs(KEYS, 5)
    assert pairs == blind_pairs(tuple(reversed(KEYS)), 5)
    assert {frozenset(pair) for pair in pairs} == {
        frozenset((a, b)) for a in KEYS for b in KEYS if a != b
    }
    assert len(pairs) == 6
    assert pairs != blind_pairs(KEYS, 6)
    lefts = [blind_pairs(("a", "b"), seed)[0][0] for seed in range(200)]
    assert 70 < lefts.count("a") < 130


def test_nothing_is_told_before_the_answer(lab: Lab) -> None:
    assert lab.votes.begin()
    ballot = lab.state.votes.ballot
    assert ballot is not None
    view = resolve_gallery(lab.state)
    assert view.cells == ()
    assert view.ballot is not None
    assert (view.ballot.left_text, view.ballot.right_text) == ("", "")
    assert (view.map_text, view.groups_text, view.pins) == ("", "", ("", ""))
    assert [take.key for take in shown_takes(lab.state)] == [ballot.left, ballot.right]
    lab.votes.answer("right")
    revealed = resolve_gallery(lab.state).ballot
    assert revealed is not None
    assert revealed.answer == "right"
    assert "kg/m³" in revealed.left_text
    assert "ln p" in revealed.right_text


def test_each_line_holds_what_training_needs(lab: Lab) -> None:
    lab.votes.begin()
    ballot = lab.state.votes.ballot
    assert ballot is not None
    lab.votes.answer("left")
    (line,) = lines(lab)
    values = json.loads(line)
    members = {one.key: one for one in lab.members}
    for side, key in (("left", ballot.left), ("right", ballot.right)):
        assert values[side]["candidate"] == key
        assert values[side]["asked"] == members[key].params.to_json()
        assert values[side]["simulated"]["youngs_modulus_pa"] == 1e5
        assert values[side]["log_likelihood"] == members[key].log_likelihood
        assert values[side]["seed"] == members[key].seed
    assert len(values["photo_sha256"]) == 64
    manifest = Project.open(lab.state.document.project).manifest  # type: ignore[arg-type]
    assert manifest.physics is not None
    assert values["predicted"] == manifest.physics.to_json()
    assert values["quality"] == "sketch"
    assert values["stiffness"]["mode"] == "expressive"
    assert values["voter"].startswith("voter-")
    assert values["answer"] == "left"
    assert values["sides_seed"] == 11
    assert blind_pairs(KEYS, 11)[values["pair_number"]] == (ballot.left, ballot.right)
    assert datetime.fromisoformat(values["time_utc"]).tzinfo == UTC


def test_lines_survive_a_round_trip_and_torn_ones_are_left_out(lab: Lab) -> None:
    lab.votes.begin()
    for answer in ("left", "same", "skip", "right"):
        lab.votes.answer(answer)
        lab.votes.next()
    project = lab.state.document.project
    assert project is not None
    assert stored_votes(project) == lab.state.votes.votes
    assert [Vote.from_line(line).to_line() for line in lines(lab)] == lines(lab)
    with (project / VOTES_NAME).open("a", encoding="utf-8") as stream:
        stream.write('{"format": "phys4d vote", "ver')
    assert len(stored_votes(project)) == 4


def test_a_round_ends_after_all_pairs(lab: Lab) -> None:
    lab.votes.begin()
    seen = []
    while (ballot := lab.state.votes.ballot) is not None:
        seen.append((ballot.left, ballot.right))
        lab.votes.answer("same")
        lab.votes.answer("left")
        lab.votes.next()
    assert tuple(seen) == blind_pairs(KEYS, 11)
    assert [vote.answer for vote in lab.state.votes.votes] == ["same"] * 6
    assert "All 6 pairs were asked for." in lab.desk.texts


def test_rejected_and_unfinished_candidates_are_not_asked_for(lab: Lab) -> None:
    for key in KEYS[:3]:
        lab.choices.toggle_rejected(key)
    assert not lab.votes.begin()
    assert lab.state.votes.ballot is None
    assert any("two finished candidates" in text for text in lab.desk.texts)


def test_a_voter_has_one_label_until_another_comes(lab: Lab) -> None:
    lab.votes.begin()
    lab.votes.answer("left")
    lab.votes.renew_voter()
    lab.votes.begin()
    lab.votes.answer("left")
    first, second = (json.loads(line)["voter"] for line in lines(lab))
    assert first != second
    assert (lab.desk.folder / "voter.txt").read_text(encoding="utf-8").strip() == second


@pytest.mark.parametrize(
    "line", ["", "[]", '{"format": "other"}', '{"format": "phys4d vote", "version": 99}']
)
def test_lines_that_are_no_votes_are_refused(line: str) -> None:
    with pytest.raises(InputError):
        Vote.from_line(line)


def votes_of(lab: Lab, answers: dict[tuple[str, str], Answer]) -> tuple[Vote, ...]:
    """Votes with the given answers, made from a stored one."""
    lab.votes.begin()
    lab.votes.answer("same")
    text = lines(lab)[0]
    made = []
    for (left, right), answer in answers.items():
        values = json.loads(text) | {"answer": answer}
        values["left"]["candidate"], values["right"]["candidate"] = left, right
        made.append(Vote.from_line(json.dumps(values)))
    return tuple(made)


def test_ranking_follows_the_wins(lab: Lab) -> None:
    a, b, c, d = KEYS
    votes = votes_of(lab, {(a, b): "left", (c, b): "right", (c, a): "right", (d, a): "skip"})
    order = standings(votes, KEYS)
    assert [one.key for one in order] == [a, b, c, d]
    assert [one.votes for one in order] == [2, 2, 2, 0]
    assert order[0].share == 1.0


def test_the_gallery_is_ordered_by_votes_when_asked(lab: Lab) -> None:
    a, b, c, d = KEYS
    lab.state.votes.votes = votes_of(lab, {(c, a): "left", (a, b): "left", (c, b): "left"})
    lab.votes.end()

    def order() -> list[str]:
        return [cell.key for cell in resolve_gallery(lab.state).cells]

    assert order() == [a, b, c, d]
    lab.choices.toggle_by_rank()
    assert order() == [c, a, b, d]
    lab.choices.toggle_rejected(c)
    assert order() == [a, b, d, c]
    lab.choices.toggle_by_rank()
    assert order() == [a, b, d, c]


def test_bradley_terry_finds_the_strengths_of_simulated_games() -> None:
    import numpy as np

    true = np.array([4.0, 2.0, 1.0])
    games = 2000.0
    wins = games * true[:, None] / (true[:, None] + true[None, :])
    np.fill_diagonal(wins, 0.0)
    found = bradley_terry(wins)
    assert np.allclose(found / found[2], true, rtol=2e-3)
    lone = bradley_terry(np.array([[0.0, 3.0], [0.0, 0.0]]))
    assert np.isfinite(lone).all()
    assert lone[0] > lone[1]


def test_a_draw_counts_half(lab: Lab) -> None:
    votes = votes_of(lab, {(KEYS[0], KEYS[1]): "same"})
    table = win_table(votes, KEYS)
    assert table[0, 1] == table[1, 0] == 0.5
    assert table.sum() == 1.0


def test_a_vote_on_candidates_that_were_undone_ends(lab: Lab) -> None:
    lab.votes.begin()
    lab.desk.edits.go_to(lab.state.history.first)
    lab.votes.answer("left")
    assert lab.state.votes.ballot is None
    assert lab.state.votes.votes == ()
    assert "The candidates of this vote are gone." in lab.desk.texts


def test_an_unwritable_file_is_told(lab: Lab, tmp_path: Path) -> None:
    project = lab.state.document.project
    assert project is not None
    (project / VOTES_NAME).mkdir()
    lab.votes.begin()
    lab.votes.answer("left")
    assert any("could not be stored" in text for text in lab.desk.texts)


class HeldFiles:
    """Does file work when the test says so."""

    def __init__(self) -> None:
        self.held: list[tuple[Callable[[], Any], Callable[[Any, str], None]]] = []

    def submit(
        self, work: Callable[[], Any], answer: Callable[[Any, str], None], *, must_run: bool = False
    ) -> None:
        self.held.append((work, answer))

    def go_on(self) -> None:
        held, self.held = self.held, []
        for work, answer in held:
            answer(work(), "")


def test_votes_of_a_project_that_was_left_are_not_those_of_the_next(lab: Lab) -> None:
    lab.votes.begin()
    lab.votes.answer("left")
    files = HeldFiles()
    slow = VoteController(lab.state, files, lab.desk.folder / "voter.txt")
    slow.update()
    lab.desk.saving.give_up()
    lab.desk.open_ball("Cube.p4d")
    slow.update()
    files.go_on()
    assert lab.state.votes.votes == ()


def test_a_photo_that_cannot_be_read_for_votes_is_told(lab: Lab) -> None:
    files = HeldFiles()
    slow = VoteController(lab.state, files, lab.desk.folder / "voter.txt")
    slow.update()
    _, answer = files.held[1]
    answer(None, "the disk is gone")
    assert lab.desk.texts[-1].endswith("the disk is gone")
