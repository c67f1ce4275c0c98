"""Two takes, such as a branch and what it left, laid beside or over each other."""

from __future__ import annotations

from studio.state.document import DocumentState, TakeSummary
from studio.state.gallery_parts import CellView, GalleryView, ShownTake
from studio.state.language import tr
from studio.state.motion_curves import curve_scales, motion_curves
from studio.state.quantities import DENSITY, YOUNGS_MODULUS
from studio.state.studio_state import StudioState
from studio.state.take_tree import counterpart

_LETTERS = ("A", "B")


def compared_takes(state: StudioState) -> tuple[TakeSummary, TakeSummary] | None:
    """The two takes that are compared; None while none are, or one of them is gone."""
    present = {take.name: take for take in state.document.shown_takes}
    first, second = (present.get(name) for name in state.gallery.takes or ("", ""))
    return None if first is None or second is None else (first, second)


def branch_pair(document: DocumentState) -> tuple[str, str] | None:
    """The shown take and its counterpart, the one that was left first; None without a branch."""
    shown = document.take(document.active_take)
    other = counterpart(document.shown_takes, document.active_take)
    if shown is None or other is None:
        return None
    return (other, shown.name) if shown.left_take == other else (shown.name, other)


def plotted_takes(state: StudioState) -> tuple[str | None, str | None]:
    """The take whose diagnostics are plotted, and the one that is plotted beside it."""
    document, shown = state.document, state.document.active_take
    pair = compared_takes(state)
    if pair is None or not state.gallery.visible:
        beside = counterpart(document.shown_takes, shown) if state.timeline.plots_shown else None
        return shown, beside
    first, second = (take.name for take in pair)
    return (shown, first) if shown == second else (first, second)


def pair_title(document: DocumentState, pair: tuple[TakeSummary, TakeSummary]) -> str:
    """Both titles."""
    first, second = (document.title(take.name) for take in pair)
    return f"{first} ↔ {second}"


def playing_takes(pair: tuple[TakeSummary, TakeSummary]) -> tuple[ShownTake, ...]:
    """What the two cells play."""
    return tuple(
        ShownTake(take.name, take.name, take.frame_count, take.frame_dt_s)
        for take in pair
        if take.frame_count
    )


def resolve_pair(state: StudioState, pair: tuple[TakeSummary, TakeSummary]) -> GalleryView:
    """What the gallery shows while two takes are compared."""
    document, gallery = state.document, state.gallery
    title = pair_title(document, pair)
    return GalleryView(
        cells=_cells(state, pair),
        cell_count=len(pair),
        set_names=(*(one.name for one in state.candidates.sets), title),
        shown_set=title,
        map_text=_shared_text(document, pair),
        groups_text="",
        page_text="",
        busy_text="",
        hint="",
        comparison=gallery.comparison,
        wipe=gallery.wipe,
        pins=(document.title(pair[0].name), document.title(pair[1].name)),
        pair=(pair[0].name, pair[1].name),
        linked=gallery.linked,
        ballot=None,
        votes_text="",
    )


def _cells(state: StudioState, pair: tuple[TakeSummary, TakeSummary]) -> tuple[CellView, ...]:
    motions = [state.gallery.motion(take.name) for take in pair]
    scales = curve_scales(tuple(one for one in motions if one is not None))
    cells = []
    for letter, take, motion in zip(_LETTERS, pair, motions, strict=True):
        energy, height = ((), ()) if motion is None else motion_curves(motion, scales)
        cells.append(
            CellView(
                key=take.name,
                status="shown" if take.frame_count else "running",
                title=state.document.title(take.name),
                detail=_detail(take),
                seed=tr("seed {seed}", seed=take.seed),
                status_text="" if take.frame_count else tr("starting…"),
                energy=energy,
                height=height,
                pin=letter,
                quality=take.quality,
                selected=state.gallery.selected == take.name,
                chooseable=False,
            )
        )
    return tuple(cells)


def _detail(take: TakeSummary) -> str:
    """What it is made of, in one line."""
    made_of = take.predicted
    if made_of is None:
        return ""
    stiffness = YOUNGS_MODULUS.format(made_of.youngs_modulus_pa)
    density = DENSITY.format(made_of.density_kg_m3)
    return f"{tr(made_of.law.label)} · {stiffness} · {density}"


def _shared_text(document: DocumentState, pair: tuple[TakeSummary, TakeSummary]) -> str:
    """What the two have in common, in words."""
    first, second = pair
    if second.left_take != first.name:
        return tr("Two takes on one clock")
    return tr(
        "{branch} left {origin} at frame {frame}: the same until there",
        branch=document.title(second.name),
        origin=document.title(first.name),
        frame=second.left_frame + 1,
    )
