"""Why a command cannot run now, and what to do first: one sentence a condition."""

from __future__ import annotations

from studio.state.language import mark, tr

_REASONS = {
    "project": mark("Open a photo, a splat file or a project first."),
    "take": mark("Simulate the object first."),
    "distribution": mark("Only objects made from a photo have a predicted distribution."),
    "job": mark("Nothing runs that could be cancelled."),
    "edited": mark("Nothing was changed."),
    "photo": mark("Nothing is open."),
    "code": mark("No code runs."),
    "console-text": mark("The console is empty."),
    "recent": mark("No project was opened yet."),
    "own-layout": mark("Save a layout of your own and switch to it first."),
    "undo": mark("There is nothing to undo."),
    "redo": mark("There is nothing to redo."),
    "own-preset": mark("Save a material preset of your own and choose it first."),
    "chosen-take": mark("Choose a take first."),
    "doctor-idle": mark("The machine is being looked at."),
    "doctor-busy": mark("The machine is not being looked at."),
    "doctor-found": mark("Look at the machine first."),
    "doctor-shown": mark("Open the page about this machine first."),
    "selection": mark("Select something first."),
    "hidden": mark("Nothing is hidden."),
    "locked": mark("Nothing is locked."),
    "removed": mark("Nothing was deleted."),
    "floaters": mark("Look for floaters first."),
    "selecting": mark("Nothing is being selected."),
    "scene-part": mark("Choose a thing in the scene first."),
    "scene-thing": mark("Choose a thing or the object in the scene first."),
    "scene-region": mark("Choose a region in the scene first."),
    "scene-things": mark("There are no colliders, forces or further bodies."),
    "placed": mark("The object stands where it stood at first."),
    "candidates": mark("Draw samples and simulate them first."),
    "gallery-cells": mark("Draw samples and simulate them, or compare two takes first."),
    "candidate": mark("Choose a candidate first."),
    "candidates-busy": mark("No candidates are being simulated."),
    "pinned": mark("Pin two candidates, A and B, or compare two takes first."),
    "votable": mark("Two finished candidates are needed to vote."),
    "blind": mark("No vote is open."),
    "revealed": mark("Vote first; then the candidates are shown."),
    "learnable": mark("Vote on five pairs of candidates of a photo first, or add votes."),
    "learning": mark("Nothing is being learned."),
    "adaptable": mark("Open a photo's project, or wait until the model has answered."),
    "adapted": mark("No adapter is in use."),
    "joined-votes": mark("No votes of other projects were added."),
    "photo-mask": mark("Open a project that was made from a photo first."),
    "predictable": mark("Open a photo's project, or wait until the prediction has ended."),
    "mask-edited": mark("The mask is as it was found."),
    "camera-set": mark("Camera and lens are as they were found."),
    "more-views": mark("Open a photo's project first; it takes up to four views."),
    "views": mark("The photo is the only view."),
    "other-model": mark("The embedded model is chosen."),
    "checkpoint": mark("Choose a checkpoint of PhysGM first."),
    "dino": mark("No separate file of DINOv3 is chosen."),
    "camera-keys": mark("Add a camera key first."),
    "camera-key": mark("Select a camera key first."),
    "exported": mark("Export something first."),
    "exporting": mark("Nothing is being exported."),
    "exports-ended": mark("No export has ended."),
    "framed": mark("There is no object to frame yet."),
    "range": mark("All frames play."),
    "markers": mark("Add a marker first."),
    "marker": mark("Choose a marker first."),
    "collider": mark("Simulate the object, and choose a collider in the scene first."),
    "collider-key": mark("Choose one of several keys of a collider first."),
    "settled-take": mark("Simulate the object, or wait until the simulation has ended."),
    "branched": mark("Branch from this take first."),
    "comparable": mark("Branch from this take first."),
    "handed": mark("Take the object in hand while it is simulated first."),
    "frames": mark("There are no frames yet."),
}


def reason(condition: str) -> str:
    """Why a command that needs a condition cannot run while it does not hold."""
    return tr(_REASONS.get(condition, mark("This is not possible now.")))


def has_reason(condition: str) -> bool:
    """Whether there is a sentence for a condition."""
    return condition in _REASONS
