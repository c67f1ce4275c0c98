"""Pages that can stand in the middle of the workspace instead of the viewport."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from studio.views.candidates.gallery_page import GalleryPage
from studio.views.docks import DockContext
from studio.views.panel import Panel
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


CENTRE_PAGES: tuple[CentrePage, ...] = (
    CentrePage("candidates", GalleryPage),
    CentrePage("photo-page", PhotoPage),
)
