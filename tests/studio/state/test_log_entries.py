from __future__ import annotations

import logging
import threading

from studio.controllers.log_controller import LogController
from studio.state.log_entries import LOG_LIMIT, LogEntry, LogState, found_entries


def entry(level: int, text: str, source: str = "studio.jobs") -> LogEntry:
    return LogEntry(0.0, level, source, text)


def test_entries_are_found_by_level_and_words() -> None:
    entries = (
        entry(logging.DEBUG, "polled"),
        entry(logging.WARNING, "The disk is nearly full"),
        entry(logging.CRITICAL, "The DISK is gone", "render.formats"),
    )
    assert found_entries(entries, level="debug", query="") == entries
    assert found_entries(entries, level="warning", query="disk") == entries[1:]
    assert found_entries(entries, level="info", query="render disk") == entries[2:]
    assert found_entries(entries, level="error", query="full") == ()
    assert [e.level_name for e in entries] == ["debug", "warning", "error"]


def test_the_ring_is_limited_and_tells_its_changes() -> None:
    state, totals = LogState(), []
    state.events.total.connect(lambda new, _old: totals.append(new))
    state.add(entry(logging.INFO, str(number)) for number in range(LOG_LIMIT + 7))
    assert len(state.entries) == LOG_LIMIT
    assert state.entries[-1].text == str(LOG_LIMIT + 6)
    state.add(())
    state.clear()
    assert (state.entries, totals) == ((), [LOG_LIMIT + 7, LOG_LIMIT + 8])


def test_what_threads_log_arrives_when_polled_with_its_traceback() -> None:
    state = LogState()
    controller = LogController(state)
    controller.start()
    log = logging.getLogger("studio.test_log")

    def work() -> None:
        try:
            1 / 0  # noqa: B018 - the mistake that is logged
        except ZeroDivisionError:
            log.exception("work %s failed", "seven")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert state.entries == ()
    controller.poll()
    controller.close()
    log.warning("after the end")
    controller.poll()
    (found,) = found_entries(state.entries, level="error", query="seven")
    assert found.text.startswith("work seven failed")
    assert "ZeroDivisionError" in found.text
    assert found_entries(state.entries, level="debug", query="after the end") == ()
