"""The normal form of addresses, and the scope of an audit."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from properties import patient

from tilgaengelig.model.addresses import Scope, host_of, normal, origin_of, port_of
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.trouble import TroubleKind


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("HTTP://WWW.Ministerium.DK", "http://www.ministerium.dk/"),
        ("https://x.dk:443/a", "https://x.dk/a"),
        ("http://x.dk:80/", "http://x.dk/"),
        ("http://x.dk:0080/", "http://x.dk/"),
        ("http://x.dk:443/", "http://x.dk:443/"),
        ("http://x.dk:/", "http://x.dk/"),
        ("https://x.dk./a", "https://x.dk/a"),
        ("https://rødgrød.dk/æ?ø=å", "https://xn--rdgrd-vuad.dk/%C3%A6?%C3%B8=%C3%A5"),
        ("https://r%C3%B8dgr%c3%b8d.dk/", "https://xn--rdgrd-vuad.dk/"),
        ("https://x.dk/a/./b/../c", "https://x.dk/a/c"),
        ("https://x.dk/../../a/..", "https://x.dk/"),
        ("https://x.dk/a/%2e%2E/b", "https://x.dk/b"),
        ("https://x.dk/a//b/", "https://x.dk/a//b/"),
        ("https://x.dk/%7ejens/%c3%a6%2f", "https://x.dk/~jens/%C3%A6%2F"),
        ("https://x.dk/100%", "https://x.dk/100%25"),
        ("https://x.dk/a b?c d", "https://x.dk/a%20b?c%20d"),
        ("https://x.dk/#!/side", "https://x.dk/"),
        ("https://x.dk?", "https://x.dk/"),
        ("https://x.dk/?b=1&a=2&b=3", "https://x.dk/?b=1&a=2&b=3"),
        ("https://x.dk/?utm_source=nyhed&id=7&fbclid=x&mc_cid=1&gclid=", "https://x.dk/?id=7"),
        ("https://x.dk/?UTM_Source=a&%75tm_medium=b", "https://x.dk/"),
        ("https://x.dk/a;jsessionid=1F?PHPSESSID=2&sid=3", "https://x.dk/a?sid=3"),
        ("https://x.dk/(S(lit3py55t21z5v55vlm25s55))/a.aspx", "https://x.dk/a.aspx"),
        ("https://bruger:kode@x.dk/", "https://x.dk/"),
        ("https:\\\\x.dk\\a\\b?c=\\d", "https://x.dk/a/b?c=%5Cd"),
        (" \n https://x.dk/a\n\tb ", "https://x.dk/ab"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://0177.0.0.01/", "http://127.0.0.1/"),
        ("http://127.1/", "http://127.0.0.1/"),
        ("http://１２７.0.0.1/", "http://127.0.0.1/"),
        ("http://[0:0::1]:8080/", "http://[::1]:8080/"),
        ("http://my_host/", "http://my_host/"),
    ],
)
def test_spellings_of_one_address_have_one_form(written: str, form: str) -> None:
    assert normal(written) == form


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("b", "https://x.dk/da/b"),
        ("../b", "https://x.dk/b"),
        ("/b", "https://x.dk/b"),
        ("//y.dk", "https://y.dk/"),
        ("?s=2", "https://x.dk/da/om?s=2"),
        ("#top", "https://x.dk/da/om?s=1"),
        ("", "https://x.dk/da/om?s=1"),
    ],
)
def test_addresses_are_seen_from_their_page(written: str, form: str) -> None:
    assert normal(written, "https://x.dk/da/om?s=1") == form


@pytest.mark.parametrize(
    "written",
    [
        "", "x", "x.dk", "//x.dk/", "ftp://x.dk/", "file:///etc/passwd", "javascript:alert(1)", "mailto:a@x.dk",
        "http://", "http:///", "http://?", "http://x.dk:99999/", "http://x.dk:0/", "http://x.dk:a/", "http://[::1",
        "http://[fe80::1%25eth0]/", "http://[x]/", "http://a..dk/", "http://a b/", "http://1.2.3.4.5/",
        "http://256.1.1.1/", "http://1.2.3.09/", "http://x.0x/y/" + "a" * 9000, "http://" + "a" * 64 + ".dk/", "http://\ud800/",
        "http://xn--\u0000/", "http://a%2fb/",
    ],
)  # fmt: skip
def test_what_is_no_address_is_told(written: str) -> None:
    with pytest.raises(Unread) as caught:
        normal(written)
    assert caught.value.trouble.kind is TroubleKind.NOT_AN_ADDRESS


def test_a_password_does_not_stand_in_the_sentence() -> None:
    with pytest.raises(Unread) as caught:
        normal("http://bruger:hemmelig@x.dk:999999/")
    assert "hemmelig" not in str(caught.value)


@patient
@given(st.text(max_size=60), st.sampled_from(["", "https://x.dk/a/b?c"]))
@example("http://0/%%36%31", "")
@example("/.;jsessionid=x/..", "https://x.dk/a/b")
@example("http://a.dk/;jsess;jsessionid=1ionid=2", "")
def test_any_text_is_an_address_or_told_not_to_be(text: str, base: str) -> None:
    _is_stable(text, base)


_PIECES = st.sampled_from(
    ["/", "..", ".", "%2e", "%", "%41", "?", "&", "=", "utm_a=1", ";jsessionid=1", "(S(a))", "#", ":", "@", "[", "]",
     "\\", "æ", "a", "0x1", "1", "//", "x.dk", " ", "\t", "%00", "%C3", "\ud800", "PHPSESSID=", "%26", "+"]
)  # fmt: skip


@patient
@given(
    st.lists(_PIECES, max_size=12).map("".join),
    st.sampled_from(["http://x.dk/", "http://", "https://x.dk", ""]),
)
def test_the_normal_form_of_a_normal_form_is_itself(rest: str, start: str) -> None:
    _is_stable(start + rest, "https://y.dk/m/")


def _is_stable(written: str, base: str) -> None:
    try:
        form = normal(written, base)
    except Unread:
        return
    assert normal(form) == form
    assert normal(form, "https://z.dk/q/") == form
    assert form.isascii()
    assert host_of(form)


@pytest.mark.parametrize(
    ("start", "prefix", "address", "held"),
    [
        ("https://x.dk/", "/", "https://x.dk/a?b", True),
        ("https://x.dk/", "", "https://x.dk/a", True),
        ("https://x.dk/", "/", "https://www.x.dk/a", True),
        ("https://www.x.dk/", "/", "http://x.dk/a", True),
        ("https://x.dk/", "/", "https://y.x.dk/", False),
        ("https://x.dk/", "/", "https://x.dk.evil.dk/", False),
        ("https://x.dk/", "/", "https://x.dk:8443/", False),
        ("http://127.0.0.1:8000/", "/", "http://127.0.0.1:8000/a", True),
        ("http://127.0.0.1:8000/", "/", "http://127.0.0.1:8001/a", False),
        ("https://x.dk/", "/da", "https://x.dk/da", True),
        ("https://x.dk/", "/da/", "https://x.dk/da", True),
        ("https://x.dk/", "/da", "https://x.dk/da/om", True),
        ("https://x.dk/", "/da", "https://x.dk/dato", False),
        ("https://x.dk/", "/om æ", "https://x.dk/om%20%C3%A6/b", True),
        ("https://www.dk/", "/", "https://dk/", False),
    ],
)
def test_the_scope_is_a_host_with_its_twin_and_a_prefix(
    start: str, prefix: str, address: str, held: bool
) -> None:
    assert Scope(start, prefix).holds(address) is held


def test_an_address_has_an_origin_a_host_and_a_port() -> None:
    assert origin_of("https://x.dk:8443/a?b") == "https://x.dk:8443"
    assert host_of("http://[::1]:80/") == "::1"
    assert [port_of("https://x.dk/"), port_of("http://x.dk/"), port_of("http://x.dk:81/")] == [443, 80, 81]
