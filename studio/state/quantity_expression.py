"""Arithmetic with units, as people type it into a field: "3 MPa", "2 * 1.5 kPa", "90/2", "1/3 m".

A recursive-descent parser. Units stand after a number or a bracket and belong to one quantity;
sums, products and powers keep track of whether a value has a unit, so that "2 kPa * 3 kPa" is
refused and "3 MPa / 1 kPa" is a plain number; "1/3 m" is a third of a metre. A plain number beside
one with a unit, and an entry without any unit, is in the default unit.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from render.errors import InputError

_NUMBER = re.compile(r"(?:\d[\d.,]*|[.,]\d+)(?:[eE][-+]?\d+)?")
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?(?:[eE][-+]?\d+)?")
_WORD = re.compile(r"[^\W\d_][^\s()*+]*|[°%‰]")
_SIGNS = {"×": "*", "÷": "/", "−": "-", "**": "^"}
_MOST_CHARACTERS = 100
_LARGEST_POWER = 64.0


@dataclass(frozen=True, slots=True)
class _Value:
    number: float
    """Number, in SI where it has a unit."""
    has_unit: bool
    """Whether it is a quantity and not a plain number."""
    factor: float = 0.0
    """Factor of the unit that stands right behind its number; 0 for anything longer."""


def evaluate(text: str, units: Mapping[str, float], default_factor: float = 1.0) -> float:
    """Value [SI] of an expression.

    Args:
        text: What was typed.
        units: Accepted spellings of the unit and their factor to SI.
        default_factor: Factor to SI of a number without unit.

    Raises:
        InputError: With what cannot be read, and where.
    """
    entry = text.strip()
    if not entry or len(entry) > _MOST_CHARACTERS:
        shown = entry if len(entry) <= _MOST_CHARACTERS else f"{entry[:20]}…"
        raise InputError(f"{shown!r} is not a number")
    value = _Parser(entry, units, default_factor).result()
    return value.number if value.has_unit else value.number * default_factor


class _Parser:
    """One pass over one entry."""

    def __init__(self, entry: str, units: Mapping[str, float], default_factor: float) -> None:
        self._entry = entry
        plain = entry
        for sign, replacement in _SIGNS.items():
            plain = plain.replace(sign, replacement)
        self._text = plain
        self._units = units
        self._default = default_factor
        self._at = 0

    def result(self) -> _Value:
        value = self._sum()
        if self._peek():
            raise InputError(f"{self._entry!r} is not a number")
        if not math.isfinite(value.number):
            raise InputError(f"{self._entry!r} is no finite number")
        return value

    def _sum(self) -> _Value:
        value = self._product()
        while self._peek() in ("+", "-"):
            sign = 1.0 if self._take() == "+" else -1.0
            value = self._added(value, self._product(), sign)
        return value

    def _product(self) -> _Value:
        value = self._signed()
        while self._peek() in ("*", "/"):
            value = self._multiplied(value, self._take(), self._signed())
        return value

    def _signed(self) -> _Value:
        if self._peek() in ("+", "-"):
            sign = 1.0 if self._take() == "+" else -1.0
            value = self._signed()
            return _Value(sign * value.number, value.has_unit)
        return self._power()

    def _power(self) -> _Value:
        """A number or bracket, to a power where one follows; a unit comes after both."""
        base = self._bare()
        if self._peek() != "^":
            value = self._with_unit(base)
            if self._peek() == "^":
                raise self._wrong_power()
            return value
        self._take()
        negative = self._peek() == "-"
        if negative:
            self._take()
        exponent = self._bare()
        if base.has_unit or exponent.has_unit or abs(exponent.number) > _LARGEST_POWER:
            raise self._wrong_power()
        try:
            number = base.number ** (-exponent.number if negative else exponent.number)
        except (OverflowError, ZeroDivisionError):
            number = math.inf
        if isinstance(number, complex):
            raise InputError(f"{self._entry!r} takes a root of a negative number")
        return self._with_unit(_Value(float(number), False))

    def _bare(self) -> _Value:
        """A number, pi or a bracket, without the unit that may follow."""
        if self._peek() == "(":
            self._take()
            inner = self._sum()
            if self._peek() != ")":
                raise InputError(f"{self._entry!r} has a bracket that is not closed")
            self._take()
            return _Value(inner.number, inner.has_unit)
        match = _NUMBER.match(self._text, self._at)
        if match is not None:
            self._at = match.end()
            return _Value(_number(match.group(), self._entry), False)
        if self._text[self._at : self._at + 2] == "pi" or self._peek() == "π":
            self._at += 2 if self._peek() == "p" else 1
            return _Value(math.pi, False)
        raise InputError(f"{self._entry!r} is not a number")

    def _with_unit(self, value: _Value) -> _Value:
        """The value times the unit that follows, if one does."""
        self._peek()
        found = self._unit_here()
        if found is not None:
            if value.has_unit:
                raise InputError(f"{self._entry!r} has a unit on a unit; leave one out")
            spelling, factor = found
            self._at += len(spelling)
            return _Value(value.number * factor, True, factor)
        word = _WORD.match(self._text, self._at)
        if word is not None:
            known = ", ".join(filter(None, self._units)) or "none"
            raise InputError(f"unknown unit {word.group()!r}; use one of: {known}")
        return value

    def _unit_here(self) -> tuple[str, float] | None:
        """The longest spelling that stands here and ends here; case counts if it can."""
        rest = self._text[self._at :]
        best: tuple[tuple[bool, int], str, float] | None = None
        for spelling, factor in self._units.items():
            typed = rest[: len(spelling)]
            after = rest[len(spelling) : len(spelling) + 1]
            if (
                not spelling
                or typed.lower() != spelling.lower()
                or after.isalnum()
                or after in ("²", "³")
            ):
                continue
            rank = (typed == spelling, len(spelling))
            if best is None or rank > best[0]:
                best = (rank, typed, factor)
        return None if best is None else (best[1], best[2])

    def _added(self, first: _Value, second: _Value, sign: float) -> _Value:
        if first.has_unit != second.has_unit:
            first, second = self._in_unit(first), self._in_unit(second)
        return _Value(first.number + sign * second.number, first.has_unit)

    def _in_unit(self, value: _Value) -> _Value:
        return value if value.has_unit else _Value(value.number * self._default, True)

    def _multiplied(self, first: _Value, sign: str, second: _Value) -> _Value:
        if sign == "*":
            if first.has_unit and second.has_unit:
                raise InputError(f"{self._entry!r} multiplies units; leave one out")
            return _Value(first.number * second.number, first.has_unit or second.has_unit)
        if second.number == 0:
            raise InputError(f"{self._entry!r} divides by 0")
        if second.has_unit and not first.has_unit:
            if not second.factor:
                raise InputError(f"{self._entry!r} divides by a unit; leave it out")
            return _Value(first.number * second.factor**2 / second.number, True)  # "1/3 m"
        both = first.has_unit and second.has_unit
        return _Value(first.number / second.number, first.has_unit and not both)

    def _peek(self) -> str:
        """Next character that is no space, empty at the end."""
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        character = self._text[self._at : self._at + 1]
        return "*" if character == "·" else character

    def _take(self) -> str:
        character = self._peek()
        self._at += 1
        return character

    def _wrong_power(self) -> InputError:
        return InputError(f"{self._entry!r}: powers are for plain numbers up to 64")


def _number(text: str, entry: str) -> float:
    """Number with thousands' commas or a decimal comma."""
    plain = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text.replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        raise InputError(f"{entry!r} is not a number") from None
