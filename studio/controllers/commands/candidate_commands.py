"""Commands of the Candidates menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from sim.vote import Answer
from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.candidates import COUNTS
from studio.state.gallery import Comparison
from studio.state.language import tr

GALLERY = "candidates"
"""Name of the gallery among the pages in the middle."""
VIEWPORT = "viewport"


def candidate_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    """Sample, look at, compare, vote on and export candidates."""
    return (
        *_sampling_commands(studio, window),
        *_gallery_commands(studio, window),
        *_choice_commands(studio, window),
        *_comparison_commands(studio),
        *_vote_commands(studio, window),
        *_export_commands(window),
    )


def _sampling_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    def sample(count: int) -> None:
        studio.candidates.sample(count)
        window.show_centre(GALLERY)

    return (
        *(
            Command(f"sample-{count}", "Candidates", tr("Sample {count} candidates", count=count),
                    partial(sample, count), f"Ctrl+Shift+{count}", "distribution", "dice",
                    call=f"studio.sample({count})")
            for count in COUNTS
        ),
        Command("candidates-real", "Candidates", tr("Real stiffness for new sets"),
                studio.candidates.toggle_stiffness, "", "distribution", checkable=True),
        Command("resume-candidates", "Candidates", tr("Simulate what is missing"),
                studio.candidates.resume, "", "candidates", "simulate"),
        Command("delete-set", "Candidates", tr("Delete the set with its takes"),
                studio.candidate_sets.delete, "Ctrl+Shift+Delete", "candidates", "remove"),
        Command("cancel-candidates", "Candidates", tr("Stop simulating candidates"),
                studio.candidates.cancel, "", "candidates-busy", "close"),
    )  # fmt: skip


def _gallery_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    def toggle() -> None:
        window.show_centre(VIEWPORT if studio.state.gallery.visible else GALLERY)

    gallery = studio.gallery
    return (
        Command("gallery", "Candidates", tr("Gallery of candidates"), toggle, "Ctrl+G", "project",
                checkable=True, separated=True),
        *(
            Command(f"gallery-{count}", "Candidates ▸ Cells", tr("{count} cells", count=count),
                    partial(gallery.set_cell_count, count), "", "candidates", checkable=True)
            for count in COUNTS
        ),
        Command("gallery-next", "Candidates ▸ Cells", tr("Next candidates"),
                partial(gallery.turn_page, 1), "PgDown", "candidates"),
        Command("gallery-previous", "Candidates ▸ Cells", tr("Previous candidates"),
                partial(gallery.turn_page, -1), "PgUp", "candidates"),
        Command("gallery-by-rank", "Candidates ▸ Cells", tr("Order by votes"),
                studio.candidate_choices.toggle_by_rank, "", "candidates", checkable=True),
        Command("gallery-linked", "Candidates ▸ Cells", tr("One camera for all cells"),
                gallery.toggle_linked, "", "gallery-cells", checkable=True),
    )  # fmt: skip


def _choice_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    choices, gallery = studio.candidate_choices, studio.state.gallery

    def selected(verb: Callable[[str], None]) -> Callable[[], None]:
        def run() -> None:
            if gallery.selected is not None:
                verb(gallery.selected)

        return run

    def write(key: str) -> None:
        one = studio.state.candidates.candidate(key)
        if one is not None:
            title = tr("Note on candidate {number}", number=one.number)
            window.ask_name(title, one.note, partial(choices.set_note, key))

    need = "candidate"
    return (
        Command("select-next-candidate", "Candidates ▸ Selected", tr("Select next"),
                partial(choices.select_neighbour, 1), "Alt+Right", "candidates"),
        Command("select-previous-candidate", "Candidates ▸ Selected", tr("Select previous"),
                partial(choices.select_neighbour, -1), "Alt+Left", "candidates"),
        Command("pin-a", "Candidates ▸ Selected", tr("Pin as A"),
                selected(lambda key: choices.pin(key, "a")), "Alt+A", need),
        Command("pin-b", "Candidates ▸ Selected", tr("Pin as B"),
                selected(lambda key: choices.pin(key, "b")), "Alt+B", need),
        Command("reject-candidate", "Candidates ▸ Selected", tr("Reject, or take back"),
                selected(choices.toggle_rejected), "Alt+X", need),
        Command("promote-candidate", "Candidates ▸ Selected", tr("Promote to the scene"),
                selected(choices.promote), "Alt+P", need),
        Command("note-candidate", "Candidates ▸ Selected", tr("Write a note…"), selected(write), "",
                need),
        Command("retry-candidate", "Candidates ▸ Selected", tr("Simulate again"),
                selected(studio.candidates.retry), "", need),
    )  # fmt: skip


def _comparison_commands(studio: Studio) -> tuple[Command, ...]:
    kinds = (
        ("wipe", tr("Wipe between A and B"), "Alt+W"),
        ("difference", tr("Difference of A and B"), "Alt+D"),
        ("trajectories", tr("Trajectories of A and B"), "Alt+T"),
    )
    return tuple(
        Command(f"compare-{name}", "Candidates", text,
                partial(studio.gallery.compare, cast("Comparison", name)), key, "pinned",
                checkable=True, separated=name == "wipe")
        for name, text, key in kinds
    )  # fmt: skip


def _vote_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    def toggle() -> None:
        if studio.votes.voting:
            studio.votes.end()
        elif studio.votes.begin():
            window.show_centre(GALLERY)

    answers = (
        ("left", tr("The left one is better (1)")), ("right", tr("The right one is better (2)")),
        ("same", tr("No difference (=)")), ("skip", tr("Skip the pair (S)")),
    )  # fmt: skip
    return (
        Command("vote", "Candidates", tr("Vote blind"), toggle, "Ctrl+B", "votable",
                checkable=True, separated=True),
        *(
            Command(f"vote-{name}", "Candidates ▸ Vote", text,
                    partial(studio.votes.answer, cast("Answer", name)), "", "blind")
            for name, text in answers
        ),
        Command("vote-next", "Candidates ▸ Vote", tr("Next pair (N)"), studio.votes.next, "",
                "revealed"),
        Command("vote-new-voter", "Candidates ▸ Vote", tr("Another person votes"),
                studio.votes.renew_voter),
    )  # fmt: skip


def _export_commands(window: WindowVerbs) -> tuple[Command, ...]:
    return (
        Command("export-sheet", "Candidates", tr("Export contact sheet…"),
                partial(window.save_candidates, "png"), "",
                "gallery-cells", "export", separated=True),
        Command("export-grid", "Candidates", tr("Export grid video…"),
                partial(window.save_candidates, "mp4"), "",
                "gallery-cells", "export"),
    )  # fmt: skip
