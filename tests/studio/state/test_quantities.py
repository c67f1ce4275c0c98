from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.errors import InputError
from studio.state.quantities import DENSITY, POISSON_RATIO, SIZE, YOUNGS_MODULUS, Quantity


@pytest.mark.parametrize(
    ("quantity", "text", "value"),
    [
        (YOUNGS_MODULUS, "2e6", 2e6),
        (YOUNGS_MODULUS, "3 MPa", 3e6),
        (YOUNGS_MODULUS, " 3mpa ", 3e6),
        (YOUNGS_MODULUS, "0.3 GPa", 3e8),
        (YOUNGS_MODULUS, "5k", 5e3),
        (YOUNGS_MODULUS, "1,200 Pa", 1200.0),
        (YOUNGS_MODULUS, "1,5 kPa", 1500.0),
        (DENSITY, "2.7 g/cm3", 2700.0),
        (DENSITY, "1,150 kg/m³", 1150.0),
        (POISSON_RATIO, "0.3", 0.3),
        (POISSON_RATIO, "0,45", 0.45),
        (SIZE, "12 cm", 0.12),
    ],
)
def test_entries_are_read(quantity: Quantity, text: str, value: float) -> None:
    assert quantity.parse(text) == pytest.approx(value)


@pytest.mark.parametrize(
    ("quantity", "text", "part"),
    [
        (YOUNGS_MODULUS, "stiff", "not a number"),
        (YOUNGS_MODULUS, "3 bar", "unknown unit"),
        (YOUNGS_MODULUS, "1e20", "outside"),
        (YOUNGS_MODULUS, "-1", "outside"),
        (YOUNGS_MODULUS, "1.2.3", "not a number"),
        (POISSON_RATIO, "0.5", "outside"),
        (POISSON_RATIO, "nan", "not a number"),
        (DENSITY, "", "not a number"),
    ],
)
def test_wrong_entries_say_what_is_wrong(quantity: Quantity, text: str, part: str) -> None:
    with pytest.raises(InputError, match=part):
        quantity.parse(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.0, "1.00 Pa"), (999.0, "999 Pa"), (3e6, "3.00 MPa"), (2.05e11, "205 GPa")],
)
def test_values_are_shown_in_a_short_unit(value: float, text: str) -> None:
    assert YOUNGS_MODULUS.format(value) == text


@given(st.floats(min_value=1.0, max_value=1e13))
def test_what_is_shown_is_read_back_to_three_digits(value: float) -> None:
    assert YOUNGS_MODULUS.parse(YOUNGS_MODULUS.format(value)) == pytest.approx(value, rel=6e-3)
