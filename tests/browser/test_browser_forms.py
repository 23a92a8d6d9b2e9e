"""Forms that are sent empty: what they say of it, and that nothing of it leaves the browser."""

from __future__ import annotations

import pytest
from browser_house import Reader, Site, admit_all, reader, site, task

from tilgaengelig.gather.browser.probes import ALL, FREE
from tilgaengelig.gather.browser.visit import visit
from tilgaengelig.model.probes import Form, Forms

__all__ = ["reader", "site"]

FIELDS = (
    '<p><label for="a">Dit navn</label> <input id="a" name="a"> <span id="f"></span></p>'
    '<p><label for="b">By</label> <input id="b"></p>'
)


def tried(reader: Reader, address: str) -> tuple[Form, ...]:
    """What the forms of a page said."""
    seen = visit(reader.session, address, task(rules=["document-title"], probes=["forms"]), admit_all).probed
    assert seen is not None
    assert isinstance(seen.forms, Forms)
    return seen.forms.found


def form(does: str, *, attributes: str = "novalidate", fields: str = FIELDS) -> str:
    """A form that does this, in the page, when it is sent."""
    script = f"document.forms[0].onsubmit = (event) => {{ event.preventDefault(); {does} }}"
    return f'<form action="/send" {attributes}>{fields}<button>Send</button></form><script>{script}</script>'


@pytest.mark.parametrize(
    "does",
    [
        "fetch('/send', {method: 'POST'})",
        "fetch('/send?a=')",
        "const asked = new XMLHttpRequest(); asked.open('GET', '/send'); asked.send()",
        "event.target.submit()",
        "navigator.sendBeacon('/send', '')",
        "location.href = '/tak'",
    ],
)
def test_nothing_leaves_whatever_the_form_does_and_then_it_is_not_judged(
    reader: Reader, site: Site, does: str
) -> None:
    address = site.put(form(does))
    (found,) = tried(reader, address)
    assert found.sent
    assert set(site.asked) <= {"/", "/favicon.ico"}


def test_a_form_without_script_is_not_sent_either(reader: Reader, site: Site) -> None:
    for method in ("get", "post"):
        address = site.put(f'<form action="/send" method="{method}">{FIELDS}<button>Send</button></form>')
        (found,) = tried(reader, address)
        assert found.sent
    assert set(site.asked) <= {"/", "/favicon.ico"}


def test_the_browsers_own_messages_are_known(reader: Reader, site: Site) -> None:
    required = FIELDS.replace('id="a"', 'id="a" required')
    (found,) = tried(reader, site.put(form("", attributes="", fields=required)))
    assert (found.native, found.sent, found.moved) == (True, False, True)


def test_a_message_is_known_with_its_field_and_what_ties_it(reader: Reader, site: Site) -> None:
    says = "f.textContent = 'Skal udfyldes'; "
    (alone,) = tried(reader, site.put(form(says)))
    (message,) = alone.messages
    assert message.field is not None
    assert message.field.place.target == "#a"
    assert (message.text, message.beside, message.tied, message.names) == (
        "Skal udfyldes",
        True,
        False,
        False,
    )
    assert (message.live, alone.moved, alone.sent) == (False, False, False)
    (better,) = tried(
        reader, site.put(form(f"{says} f.role = 'alert'; a.setAttribute('aria-describedby', 'f'); a.focus()"))
    )
    assert (better.messages[0].tied, better.messages[0].live, better.moved) == (True, True, True)


def test_a_field_that_only_looks_another_way_is_known(reader: Reader, site: Site) -> None:
    (found,) = tried(reader, site.put(form("a.style.borderColor = 'red'")))
    assert ([spot.place.target for spot in found.marked], found.messages) == (["#a"], ())


@pytest.mark.parametrize(
    "body",
    [
        '<form role="search"><input name="q"><input name="r"><button>Søg</button></form>',
        '<form><input name="q"><button>Søg</button></form>',
        '<form><input name="u"><input type="password" name="k"><button>Log ind</button></form>',
        f"<form>{FIELDS}<button>Slet min konto</button></form>",
        f"<form>{FIELDS}</form>",
    ],
)
def test_searches_log_ins_and_what_could_do_harm_are_let_be(reader: Reader, site: Site, body: str) -> None:
    assert tried(reader, site.put(body)) == ()


def test_forms_are_the_only_probe_that_needs_permission() -> None:
    assert set(ALL) - set(FREE) == {"forms"}
