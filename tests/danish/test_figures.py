"""Numbers as they are written in Danish."""

from tilgaengelig.danish.figures import brief, floored, number


def test_a_comma_parts_the_decimals_and_a_stop_the_thousands() -> None:
    assert (number(1234567.0), number(1234.5, 1), number(0.25, 1)) == ("1.234.567", "1.234,5", "0,2")


def test_a_decimal_that_says_nothing_is_left_out() -> None:
    assert [brief(value) for value in (2.5, 3.0, 10, 2.97, 0.04)] == ["2,5", "3", "10", "3", "0"]


def test_what_is_too_little_never_looks_like_enough() -> None:
    assert [brief(floored(value)) for value in (4.49, 4.5, 2.999)] == ["4,4", "4,5", "2,9"]
