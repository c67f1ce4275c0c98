"""`phys4d-studio rank`: which candidate moves most like a take or a filmed clip."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from studio.commands.console import Console
from studio.commands.film_options import READERS, add_reader_options, masker_of, tracker_of
from studio.commands.options import MAX_SAMPLES, add_json_option, number, whole_number

if TYPE_CHECKING:
    from models.reference.film_reference import FilmReference
    from sim.project import Project
    from studio.jobs.ranking import RankedTake

DEFAULT_SAMPLES = 8


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("project", type=Path, metavar="P.p4d", help="project of the object")
    parser.add_argument(
        "--reference",
        required=True,
        metavar="CLIP|TAKE",
        help="take of the project, or a filmed clip of the object as it falls",
    )
    parser.add_argument(
        "--take",
        action="append",
        default=[],
        metavar="NAME",
        help="take to rank against a reference take; repeatable (default: all others)",
    )
    film = parser.add_argument_group("filmed clip")
    film.add_argument(
        "--samples",
        type=whole_number(2, MAX_SAMPLES),
        default=DEFAULT_SAMPLES,
        metavar="K",
        help="draw K materials from the prediction and simulate them in the world of the clip "
        f"(default: {DEFAULT_SAMPLES})",
    )
    film.add_argument(
        "--seed", type=whole_number(0, 2**32 - 1), default=0, metavar="S", help="seed of the draw"
    )
    film.add_argument(
        "--size",
        type=number(1e-3, 1e3, "m"),
        metavar="METRES",
        help="longest side of the filmed object (default: told by its fall)",
    )
    film.add_argument(
        "--fov",
        type=number(5, 120, "degrees"),
        metavar="DEGREES",
        help="vertical field of view of the clip (default: the photo's)",
    )
    add_reader_options(film)
    add_json_option(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from sim.project import Project
    from studio.commands.reports import common_report
    from studio.jobs.ranking import rank_takes

    project = Project.open(options.project)
    facts: dict[str, object] = {}
    if options.reference in project.takes():
        _check_take(options)
        ranked = rank_takes(project, options.reference, tuple(options.take), progress=console.clock)
    else:
        ranked, film = _by_film(project, options, console)
        facts = _film_facts(film)
        for note in film.notes:
            console.warn(note)
    for line in _lines(ranked):
        console.say(line)
    console.finish(
        lambda: {
            "project": str(project.path),
            "reference": options.reference,
            **facts,
            "ranking": [_row(one) for one in ranked],
            **common_report(console.clock),
        }
    )
    return 0


def _check_take(options: argparse.Namespace) -> None:
    """Refuse what only a filmed clip needs.

    Raises:
        InputError: With the option.
    """
    from render.errors import InputError

    for name in ("size", "fov", *READERS):
        if getattr(options, name) is not None:
            raise InputError(f"--{name} is for a filmed clip, not for a take; leave it out")


def _by_film(
    project: Project, options: argparse.Namespace, console: Console
) -> tuple[tuple[RankedTake, ...], FilmReference]:
    from render.errors import InputError
    from sim.sweep.local_executor import LocalExecutor
    from studio.jobs.ranking import rank_by_film, read_film

    clip = Path(options.reference)
    if not clip.exists():
        known = ", ".join(project.takes()) or "none"
        raise InputError(
            f"{options.reference!r} is neither a take of {project.path} (it has: {known}) nor a "
            "clip that exists; check the name"
        )
    if options.take:
        raise InputError("--take is for a reference take; samples are ranked against a clip")
    film = read_film(
        project,
        clip,
        size_m=options.size,
        vertical_fov_deg=options.fov,
        masker=masker_of(options),
        tracker=tracker_of(options),
        progress=console.clock,
    )
    console.say(
        f"clip       object of {film.size_m:.3g} m falls "
        f"{film.scene.drop_height_over_size * film.size_m:.3g} m; silhouettes overlap by "
        f"{film.overlap:.2f}, {len(film.motion.points)} points followed"
    )
    ranked = rank_by_film(
        project,
        film,
        LocalExecutor(),
        count=options.samples,
        seed=options.seed,
        progress=console.clock,
    )
    return ranked, film


def _film_facts(film: FilmReference) -> dict[str, object]:
    return {
        "size_m": film.size_m,
        "drop_m": film.scene.drop_height_over_size * film.size_m,
        "tilt_deg": film.scene.tilt_deg,
        "friction": film.scene.ground_friction,
        "silhouette_overlap": film.overlap,
        "shake_px": film.shake_px,
        "points_followed": len(film.motion.points),
        "stiffness": film.motion.stiffness,
        "notes": list(film.notes),
    }


def _lines(ranked: Sequence[RankedTake]) -> Iterator[str]:
    from sim.motion.ranking import tie_share

    width = max(len(one.name) for one in ranked)
    yield f"     {'take':{width}s}  distance  material"
    for place, one in enumerate(ranked, 1):
        material = one.material
        made = (
            "" if material is None else f"{material.law.value}, {material.youngs_modulus_pa:.3g} Pa"
        )
        found = one.reason if one.distance is None else f"{one.distance.total:8.4f}"
        yield f"{place:3d}  {one.name:{width}s}  {found}  {made}".rstrip()
    share = tie_share([one.distance.total for one in ranked if one.distance is not None])
    if share:
        yield f"{100 * share:.0f} % of the pairs move alike"


def _row(one: RankedTake) -> dict[str, object]:
    return {
        "take": one.name,
        "distance": None if one.distance is None else one.distance.total,
        "terms": None if one.distance is None else asdict(one.distance.terms),
        "material": None if one.material is None else one.material.to_json(),
        "reason": one.reason,
    }
