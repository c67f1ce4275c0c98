"""Views never ask layouts for their items, see `studio.views.gap`."""

from __future__ import annotations

import re
from pathlib import Path

ITEMS = re.compile(r"takeAt\(|addSpacing\(|addSpacerItem\(|QSpacerItem|\w(?<!self)\.itemAt\(")


def test_no_view_asks_a_layout_for_its_items(project_root: Path) -> None:
    views = sorted((project_root / "studio" / "views").rglob("*.py"))
    asking = [
        f"{path.name}:{number}"
        for path in views
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ITEMS.search(line)
    ]
    assert len(views) > 100
    assert asking == []


def test_the_pattern_finds_what_it_should() -> None:
    for line in ("item = self._grid.takeAt(0)", "layout.itemAt(3)", "row.addSpacing(px(4))"):
        assert ITEMS.search(line)
    assert not ITEMS.search("item = self.itemAt(place)  # of a list")
