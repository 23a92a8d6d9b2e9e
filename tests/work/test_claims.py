"""One page of each template is driven: the first in hand, whichever is ready first, unless it comes to nothing."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack

from tilgaengelig.work.attend import Claims

LONG, SHORT = 60.0, 0.05


def test_only_the_first_page_of_a_template_is_driven_also_after_the_audit_is_taken_up_again() -> None:
    claims = Claims(["kendt"])
    claims.take(["fra i går"])
    asked = ("kendt", "fra i går", "ny", "ny")
    assert [claims.claim(visit, name, LONG) for visit, name in enumerate(asked)] == [
        False,
        False,
        True,
        False,
    ]


def test_a_page_that_is_ready_first_waits_for_those_taken_in_hand_before_it() -> None:
    claims = Claims()
    with ExitStack() as hands, ThreadPoolExecutor() as browsers:
        for visit in (1, 2, 3):
            hands.enter_context(claims.in_hand(visit))
        third = browsers.submit(claims.claim, 3, "artikel", LONG)
        second = browsers.submit(claims.claim, 2, "artikel", LONG)
        assert not wait([second, third], timeout=0.2).done
        assert claims.claim(1, "artikel", LONG)
        assert not second.result(LONG / 2)
        assert not third.result(LONG / 2)


def test_a_template_that_is_known_keeps_nobody_waiting() -> None:
    claims = Claims(["artikel"])
    with claims.in_hand(1), claims.in_hand(2):
        assert not claims.claim(2, "artikel", LONG)


def test_a_page_that_led_nowhere_is_waited_for_no_longer() -> None:
    claims = Claims()
    with ThreadPoolExecutor() as browsers, ExitStack() as first, ExitStack() as second:
        first.enter_context(claims.in_hand(1))
        second.enter_context(claims.in_hand(2))
        waiting = browsers.submit(claims.claim, 2, "artikel", LONG)
        first.close()
        assert waiting.result(LONG / 2)


def test_one_that_may_be_waiting_for_our_browser_is_not_waited_for_long() -> None:
    claims = Claims()
    with claims.in_hand(1), claims.in_hand(2):
        assert claims.claim(2, "artikel", SHORT)
        assert not claims.claim(1, "artikel", LONG)


def test_a_page_that_fails_while_it_is_driven_leaves_its_template_to_another() -> None:
    claims = Claims()
    with contextlib.suppress(ConnectionError), claims.in_hand(1):
        # The second time it is tried in another browser.
        assert [claims.claim(1, "artikel", LONG) for _ in range(2)] == [True, True]
        raise ConnectionError
    with claims.in_hand(2):
        assert claims.claim(2, "artikel", LONG)
