"""`centred_page`: a column in the middle of a wide page."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.views.theme import px


def centred_page(column: QVBoxLayout, *, widest_px: int) -> QWidget:
    """Keep a column readable on wide screens.

    Args:
        column: Content of the page.
        widest_px: Width that it does not exceed [px of the design].
    """
    inner = QWidget()
    inner.setMaximumWidth(px(widest_px))
    column.setContentsMargins(0, 0, 0, 0)
    inner.setLayout(column)
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(px(24), 0, px(24), px(24))
    row.addStretch(1)
    row.addWidget(inner, 100)
    row.addStretch(1)
    return page
