from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.errors import InputError
from studio.state.law_numbers import FRICTION_ANGLE, RESTITUTION, VISCOSITY
from studio.state.quantities import DENSITY, POISSON_RATIO, SIZE, YOUNGS_MODULUS, Quantity
from studio.state.scene_numbers import ANGLE, FORCE, POSITION, SHARE


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


@pytest.mark.parametrize(
    ("quantity", "text", "value"),
    [
        (YOUNGS_MODULUS, "2 * 1.5 MPa", 3e6),
        (YOUNGS_MODULUS, "(1 + 2) GPa / 2", 1.5e9),
        (YOUNGS_MODULUS, "1 MPa + 500 kPa", 1.5e6),
        (YOUNGS_MODULUS, "3 MPa / 1 kPa", 3e3),
        (YOUNGS_MODULUS, "10^6", 1e6),
        (YOUNGS_MODULUS, "2 × 10**6 Pa", 2e6),
        (YOUNGS_MODULUS, "5 N/mm2", 5e6),
        (DENSITY, "1.2 g/cm3", 1200.0),
        (DENSITY, "1.2 kg/l / 2", 600.0),
        (POISSON_RATIO, "1/3", 1 / 3),
        (SIZE, "1 m - 20 cm", 0.8),
        (SIZE, "1/3 m", 1 / 3),
        (SIZE, "10^2 mm", 0.1),
        (FRICTION_ANGLE, "45 deg", math.pi / 4),
        (FRICTION_ANGLE, "90/2", math.pi / 4),
        (FRICTION_ANGLE, "30° + 5", math.radians(35)),
        (FRICTION_ANGLE, "pi/4 rad", math.pi / 4),
        (FRICTION_ANGLE, "0.5 rad", 0.5),
        (VISCOSITY, "5 mPa·s", 5e-3),
        (VISCOSITY, "2 · 3 Pa s", 6.0),
        (RESTITUTION, "40 %", 0.4),
    ],
)
def test_arithmetic_with_units_is_worked_out(quantity: Quantity, text: str, value: float) -> None:
    assert quantity.parse(text) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("2 MPa * 3 kPa", "multiplies units"),
        ("3 / (2 MPa)", "divides by a unit"),
        ("1 MPa / 0", "divides by 0"),
        ("(2 MPa", "bracket that is not closed"),
        ("(3 MPa) kPa", "unit on a unit"),
        ("2 MPa ^ 2", "powers are for plain numbers"),
        ("9^99", "powers are for plain numbers"),
        ("9^9^9", "not a number"),
        ("(-8)^0.5", "root of a negative"),
        ("1e308 * 10", "no finite number"),
        ("2 2", "not a number"),
        ("__import__('os')", "not a number"),
        ("((((" * 40, "not a number"),
    ],
)
def test_wrong_arithmetic_says_what_is_wrong(text: str, part: str) -> None:
    with pytest.raises(InputError, match=part) as caught:
        YOUNGS_MODULUS.parse(text)
    assert "Young's modulus" in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    line, value = "", YOUNGS_MODULUS.low
    try:
        value = YOUNGS_MODULUS.parse(text)
    except InputError as error:
        line = str(error)
    assert "\n" not in line
    assert YOUNGS_MODULUS.low <= value <= YOUNGS_MODULUS.high


def test_a_value_out_of_range_names_value_range_and_remedy() -> None:
    with pytest.raises(InputError) as caught:
        DENSITY.parse("50 g/cm3")
    assert str(caught.value) == (
        "Density 50,000 kg/m³ is outside 1.00 kg/m³ to 30,000 kg/m³; type for example '173 kg/m³'"
    )


@pytest.mark.parametrize(
    ("quantity", "value", "steps", "reached", "text"),
    [
        (ANGLE, 0.0, 1, math.radians(1), "1.0 °"),
        (POSITION, 0.3, -0.1, 0.299, "0.010 m"),
        (SHARE, 0.95, 1, 1.0, "0.10"),
        (YOUNGS_MODULUS, 1e6, 1, 1e6 * 10**0.05, "12 %"),
        (FORCE, -5.0, 1, -5 / 10**0.05, "12 %"),
        (FORCE, 0.0, 1, 0.5, "12 %"),
    ],
)
def test_steps_are_round_and_stay_in_range(
    quantity: Quantity, value: float, steps: float, reached: float, text: str
) -> None:
    assert quantity.stepped(value, steps) == pytest.approx(reached)
    assert quantity.step_text == text


def test_almost_nothing_has_no_sign() -> None:
    assert POSITION.format(-1e-5) == "0.000 m"
    assert POSITION.format(-0.25) == "-0.250 m"
