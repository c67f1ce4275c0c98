"""Pages that can stand in the middle of the workspace instead of the viewport."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.views.docks import DockContext
from studio.views.panel import Panel

if TYPE_CHECKING:
    from studio.views.candidates.gallery_page import GalleryPage
    from studio.views.photo.photo_page import PhotoPage

VIEWPORT = "viewport"
"""Name of the page with the viewport; it is always there."""


@dataclass(frozen=True, slots=True)
class CentrePage:
    """One page."""

    name: str
    """Identity, for example "candidates"."""
    make: Callable[[DockContext], Panel[Any]]
    """Builds it, when it is first shown."""


def _candidates(context: DockContext) -> GalleryPage:
    from studio.views.candidates.gallery_page import GalleryPage

    return GalleryPage(context)


def _photo(context: DockContext) -> PhotoPage:
    from studio.views.photo.photo_page import PhotoPage

    return PhotoPage(context)


CENTRE_PAGES: tuple[CentrePage, ...] = (
    CentrePage("candidates", _candidates),
    CentrePage("photo-page", _photo),
)
