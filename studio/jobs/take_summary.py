"""Facts of a take in the form the window shows."""

from __future__ import annotations

from sim.take import Take
from studio.state.document import TakeSummary


def summarize(name: str, take: Take) -> TakeSummary:
    """Summary of a take as it is now on disk."""
    provenance, left = take.provenance, take.header.branch_of
    return TakeSummary(
        name=name,
        frame_count=take.frame_count,
        planned_frame_count=take.planned_frame_count,
        frame_dt_s=take.frame_dt_s,
        complete=take.complete,
        ended=take.ending is not None,
        law=provenance.law,
        quality=provenance.quality,
        stiffness=provenance.stiffness,
        seed=provenance.seed,
        predicted=provenance.predicted,
        simulated=provenance.simulated,
        substitution=provenance.substitution or "",
        left_take="" if left is None else left.take,
        left_frame=0 if left is None else left.frame,
    )
