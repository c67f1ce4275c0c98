"""What the commands of learning from votes need."""

from __future__ import annotations

from studio.state.learning import FEWEST_TO_LEARN
from studio.state.studio_state import StudioState


def vote_count(state: StudioState) -> int:
    """Votes to learn from: of the open project and of those that were joined; skips say nothing."""
    own = sum(vote.answer != "skip" for vote in state.votes.votes)
    return own + sum(source.count for source in state.learning.sources)


def learning_conditions(state: StudioState) -> dict[str, bool]:
    """Conditions by name."""
    facts, learning = state.photo.facts, state.learning
    here = facts is not None and not state.saving.read_only
    free = here and state.photo.predicting is None and learning.job is None
    return {
        "learnable": free and vote_count(state) >= FEWEST_TO_LEARN,
        "learning": learning.job is not None,
        "adaptable": free,
        "adapted": free and facts is not None and facts.adapter is not None,
        "joined-votes": bool(learning.sources) and learning.job is None,
    }
