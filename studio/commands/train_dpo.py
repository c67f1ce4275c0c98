"""`phys4d-studio train dpo`: an adapter from simulated references, filmed clips or votes."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from render.errors import InputError
from studio.commands.console import Console
from studio.commands.film_options import READERS, add_reader_options, masker_of, tracker_of
from studio.commands.options import add_json_option, add_workers_option, number

if TYPE_CHECKING:
    from models.preference.config import DpoConfig
    from models.preference.dpo_run import DpoResult
    from models.preference.filmed_objects import FilmedObject
    from models.preference.fit import LearningStep
    from models.preference.training import LearningResult
    from models.reference.film_reference import FilmReference
    from render.progress import ProgressCallback

NO_EVIDENCE = "evidence   too little to change the model: the adapter changes nothing"


def add_dpo(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `dpo` to the kinds of training."""
    parser = kinds.add_parser(
        "dpo",
        help="learn from comparisons of motions, or from votes",
        description="Learn an adapter by direct preference optimization: candidates of procedural "
        "objects are simulated and ranked by how they move beside a reference, those of a photo by "
        "how they move beside a film of the object, or votes say which of two candidates moves "
        "better. The model stays as it is; the adapter is a small file for --adapter. A run that "
        "was stopped goes on with the motions it has; see docs/preferences.md.",
    )
    parser.add_argument("config", type=Path, metavar="CONFIG", help="training configuration")
    _add_sources(parser)
    add_reader_options(parser)
    add_workers_option(parser)
    parser.add_argument("--no-tensorboard", action="store_true", help="write the log as CSV alone")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path("dpo"),
        metavar="FOLDER",
        help="motions, log and adapter go here; an earlier run in it is continued (default: dpo)",
    )
    add_json_option(parser)
    parser.set_defaults(run=_run)


def _add_sources(parser: argparse.ArgumentParser) -> None:
    """What is learned from instead of procedural objects."""
    sources = parser.add_mutually_exclusive_group()
    sources.add_argument(
        "--votes",
        type=Path,
        nargs="+",
        metavar="PATH",
        help="projects or files of votes to learn from, instead of simulating",
    )
    sources.add_argument(
        "--clip",
        type=Path,
        nargs=2,
        action="append",
        metavar=("FILM", "P.p4d"),
        help="film of an object that falls, and the project of its photo: candidates of the photo "
        "are ranked against the film, instead of procedural objects; repeatable",
    )
    parser.add_argument(
        "--photos",
        type=Path,
        nargs="+",
        default=[],
        metavar="P.p4d",
        help="projects that hold the photos of votes whose own project is gone or moved",
    )
    parser.add_argument(
        "--size",
        type=number(1e-3, 1e3, "m"),
        metavar="METRES",
        help="longest side of the object of a single --clip (default: told by its fall)",
    )


def _check(options: argparse.Namespace) -> None:
    """Refuse what does not go together.

    Raises:
        InputError: With the remedy.
    """
    if not options.config.is_file():
        raise InputError(f"config {options.config} is not a file; try resources/training/dpo.json")
    if options.photos and not options.votes:
        raise InputError("--photos is for --votes; leave it out or name votes")
    if options.size is not None and len(options.clip or ()) != 1:
        raise InputError("--size is for one --clip; leave it out and let the falls tell")
    for name in READERS if not options.clip else ():
        if getattr(options, name) is not None:
            raise InputError(f"--{name} is for --clip; leave it out or name a clip")


def _run(options: argparse.Namespace) -> int:
    _check(options)
    console = Console(options.json)
    from models.preference.config import DpoConfig
    from studio.commands.output_check import check_output_folder

    config = DpoConfig.load(options.config)
    options.output.mkdir(parents=True, exist_ok=True)
    check_output_folder(options.output)
    if options.votes:
        _from_votes(options, config, console)
    else:
        _from_motions(options, config, console)
    return 0


def _from_motions(options: argparse.Namespace, config: DpoConfig, console: Console) -> None:
    """Learn from simulated references, or from clips where some are named."""
    from models.preference.dpo_run import train_dpo, train_dpo_on_films
    from sim.sweep.local_executor import LocalExecutor
    from studio.commands.reports import common_report

    executor = LocalExecutor(child_count=options.workers, threads=1)
    settled = (config, options.output, executor, console.clock)
    board = not options.no_tensorboard
    if options.clip:
        result = train_dpo_on_films(_films(options, console), *settled, tensorboard=board)
    else:
        result = train_dpo(*settled, tensorboard=board)
    for failure in result.failures:
        console.warn(f"failed: {failure}")
    for line in _motion_lines(result):
        console.say(line)
    console.finish(lambda: {**_motion_report(result), **common_report(console.clock)})


def _films(options: argparse.Namespace, console: Console) -> tuple[FilmedObject, ...]:
    from models.preference.filmed_objects import FilmedObject
    from sim.project import Project
    from studio.jobs.ranking import read_film

    masker, tracker = masker_of(options), tracker_of(options)

    def filmed(clip: Path, path: Path) -> FilmedObject:
        project = Project.open(path)

        def read(progress: ProgressCallback) -> FilmReference:
            film = read_film(
                project,
                clip,
                size_m=options.size,
                masker=masker,
                tracker=tracker,
                progress=progress,
            )
            for note in film.notes:
                console.warn(f"{clip.name}: {note}")
            return film

        return FilmedObject(project, clip, read)

    return tuple(filmed(clip, path) for clip, path in options.clip)


def _motion_lines(result: DpoResult) -> list[str]:
    best = result.best.numbers
    lines = [
        f"objects    {result.object_count}, {result.tied_objects} without a clear pair",
        f"pairs      {result.pair_count}, {result.diverged_candidates} candidates blew up",
        f"held out   win rate {best['win_rate']:.3f} at step {result.best_step} (estimated)",
        f"divergence {best['divergence_nats']:.3f} nats from the model",
        f"adapter    {result.path}",
    ]
    if not result.best_step:
        lines.insert(-1, NO_EVIDENCE)
    return lines


def _motion_report(result: DpoResult) -> dict[str, object]:
    return {
        "adapter": str(result.path),
        "adapter_label": result.adapter.label,
        "checkpoint_sha256": result.adapter.checkpoint,
        "object_count": result.object_count,
        "tied_object_count": result.tied_objects,
        "pair_count": result.pair_count,
        "diverged_candidate_count": result.diverged_candidates,
        "best_step": result.best_step,
        "evidence_standard_errors": result.evidence,
        "start": dict(result.start.numbers),
        "best": dict(result.best.numbers),
        "failures": list(result.failures),
    }


def _from_votes(options: argparse.Namespace, config: DpoConfig, console: Console) -> None:
    from models.preference.step_log import step_log
    from models.preference.training import LearningOptions, learn_from_votes
    from models.preference.votes import read_votes
    from sim.adapter_use import ADAPTER_SUFFIX
    from studio.commands.reports import common_report

    votes = [pair for path in options.votes for pair in read_votes(path)]
    learning = LearningOptions(
        config.open_source()[1], config.name, tuple(options.photos), config.learning
    )
    with step_log(options.output, tensorboard=not options.no_tensorboard) as write:

        def report(step: LearningStep) -> None:
            write(step)
            console.clock("Learning from votes", step.step / step.step_count)

        result = learn_from_votes(votes, learning, report)
    path = result.adapter.save(options.output / f"votes{ADAPTER_SUFFIX}")
    for reason, count in result.left_out.items():
        console.warn(f"{count} votes left out: {reason}")
    for found in result.contradictions:
        first, second = found.candidates
        console.warn(
            f"{first} and {second} of {found.set_name} were judged both ways: {found.for_first} to "
            f"{found.for_second} votes"
        )
    for line in _vote_lines(result, path):
        console.say(line)
    console.finish(lambda: {**_vote_report(result, path), **common_report(console.clock)})


def _vote_lines(result: LearningResult, path: Path) -> list[str]:
    before, after = result.before, result.held_out_agreement
    lines = [
        f"votes      {result.vote_count} of {len(result.votes_by_voter)} voters on "
        f"{after.question_count} pairs",
        f"agreement  {before.share:.0%} before, {after.share:.0%} after, on votes not learned from",
        f"adapter    {path}",
    ]
    if result.takes_gone:
        lines.insert(1, f"takes gone {result.takes_gone} votes are on takes that no longer exist")
    if not result.best_step:
        lines.insert(-1, NO_EVIDENCE)
    return lines


def _vote_report(result: LearningResult, path: Path) -> dict[str, object]:
    return {
        "adapter": str(path),
        "adapter_label": result.adapter.label,
        "checkpoint_sha256": result.adapter.checkpoint,
        "vote_count": result.vote_count,
        "question_count": result.held_out_agreement.question_count,
        "votes_by_voter": dict(result.votes_by_voter),
        "left_out": dict(result.left_out),
        "takes_gone_count": result.takes_gone,
        "contradiction_count": len(result.contradictions),
        "agreement_before": result.before.share,
        "agreement_before_interval95": list(result.before.interval95),
        "agreement_after": result.held_out_agreement.share,
        "agreement_after_interval95": list(result.held_out_agreement.interval95),
        "best_step": result.best_step,
        "evidence_standard_errors": result.evidence,
    }
