"""Finding commands by a few typed letters: a match has them in order, a good one in words."""

from __future__ import annotations

from dataclasses import dataclass

_WORD_START = 8
_IN_A_ROW = 6
_WHOLE_WORD = 10
_FIRST_LETTER = 6
_GAP = 1
_GAP_LIMIT = 12
_APOSTROPHES = "'’"


@dataclass(frozen=True, slots=True)
class Match:
    """How well a text fits what was typed."""

    score: int
    """Higher fits better; texts of equal score keep their order."""
    places: tuple[int, ...]
    """Index of every matched letter in the text, ascending."""


def fuzzy_match(query: str, text: str) -> Match | None:
    """Match every word of a query in a text, letters in order; None where one does not fit.

    Words may come in any order; letters score for beginning words and for following each other.
    """
    total, places = 0, set[int]()
    lowered = _folded(text)
    for word in _folded(query).split():
        match = _match_word(word, lowered)
        if match is None:
            return None
        total += match.score
        places.update(match.places)
    return Match(total - len(text) // 16, tuple(sorted(places)))


def _match_word(word: str, text: str) -> Match | None:
    """Best of: the word as it is, and its letters scattered from each possible first one."""
    best: Match | None = None
    start = text.find(word[0])
    while start >= 0:
        match = _match_from(word, text, start)
        if match is None:
            break
        if best is None or match.score > best.score:
            best = match
        start = text.find(word[0], start + 1)
    return best


def _match_from(word: str, text: str, start: int) -> Match | None:
    places = [start]
    for letter in word[1:]:
        place = _next_place(letter, text, places[-1])
        if place < 0:
            return None
        places.append(place)
    score = _FIRST_LETTER if start == 0 else 0
    for index, place in enumerate(places):
        if _starts_word(text, place):
            score += _WORD_START
        if index:
            gap = place - places[index - 1] - 1
            score += _IN_A_ROW if gap == 0 else -min(gap * _GAP, _GAP_LIMIT)
    end = places[-1] + 1
    if text[start:end] == word and _starts_word(text, start):
        score += _WHOLE_WORD if end == len(text) or not text[end].isalnum() else 0
    return Match(score, tuple(places))


def _next_place(letter: str, text: str, after: int) -> int:
    """The next letter, or one that begins a word unless the very next one fits."""
    following = text.find(letter, after + 1)
    if following in (-1, after + 1):
        return following
    place = following
    while place >= 0:
        if _starts_word(text, place):
            return place
        place = text.find(letter, place + 1)
    return following


def _starts_word(text: str, place: int) -> bool:
    """Whether a word begins there; what follows an apostrophe belongs to the word before it."""
    return place == 0 or not (text[place - 1].isalnum() or text[place - 1] in _APOSTROPHES)


def _folded(text: str) -> str:
    """Without case, letter by letter, so that places stay."""
    folded = (letter.casefold() for letter in text)
    return "".join(
        one if len(one) == 1 else letter for one, letter in zip(folded, text, strict=True)
    )
