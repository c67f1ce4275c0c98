from __future__ import annotations

from pathlib import Path

import pytest

from studio.jobs.journal_file import JournalRecord, read_journal, record_line


def record(number: int, after: int, label: str = "Set") -> JournalRecord:
    return JournalRecord(number, after, float(number), label, (("material", "seed", number),))


def write(path: Path, *records: JournalRecord) -> Path:
    path.write_text("".join(map(record_line, records)), encoding="utf-8")
    return path


def numbers(path: Path, after: int) -> list[int]:
    return [found.number for found in read_journal(path, after=after)]


def test_records_are_read_in_order(tmp_path: Path) -> None:
    path = write(tmp_path / "j", record(4, 3), record(5, 4), record(6, 5))
    assert read_journal(path, after=3) == (record(4, 3), record(5, 4), record(6, 5))
    assert numbers(path, 5) == [6]
    assert numbers(path, 6) == []
    assert numbers(tmp_path / "none", 0) == []


def test_the_journal_may_end_anywhere(tmp_path: Path) -> None:
    path = write(tmp_path / "j", *(record(number, number - 1) for number in range(1, 6)))
    content = path.read_bytes()
    ends = [content.index(record_line(record(n, n - 1)).encode().strip()) for n in range(1, 6)]
    lengths = [len(record_line(record(n, n - 1)).encode().strip()) for n in range(1, 6)]
    whole = [start + length for start, length in zip(ends, lengths, strict=True)]
    for cut in range(len(content)):
        path.write_bytes(content[:cut])
        assert len(numbers(path, 0)) == sum(end <= cut for end in whole)


def test_a_torn_record_that_is_written_again_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "j"
    torn = record_line(record(2, 1))[:25]
    path.write_text(record_line(record(1, 0)) + torn + record_line(record(2, 1)), encoding="utf-8")
    assert numbers(path, 0) == [1, 2]


def test_what_follows_a_lost_record_is_left_out(tmp_path: Path) -> None:
    assert numbers(write(tmp_path / "j", record(1, 0), record(3, 2)), 0) == [1]


def test_records_that_were_given_up_are_replaced(tmp_path: Path) -> None:
    path = write(tmp_path / "j", record(1, 0), record(2, 1), record(5, 0, "After"), record(6, 5))
    assert numbers(path, 0) == [5, 6]


@pytest.mark.parametrize("line", ["null", "3", "{}", '{"version": 9}', "\x00\xff", "[]"])
def test_other_lines_are_skipped(tmp_path: Path, line: str) -> None:
    path = tmp_path / "j"
    path.write_text(line + record_line(record(1, 0)), encoding="utf-8")
    assert numbers(path, 0) == [1]
