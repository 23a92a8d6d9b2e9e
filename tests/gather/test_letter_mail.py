"""Letters in mails: the text that a mail program shows, and nothing of what it is wrapped in."""

import pytest
from test_letter_documents import blocks, read

from tilgaengelig.model.errors import TooLarge

_MULTIPART = b"From: a@b.dk\nContent-Type: multipart/mixed; boundary=x\n\n"


MAIL = """From: Ministeriet for =?utf-8?Q?Pr=C3=B8ver?= <post@prove.dk>
Subject: =?utf-8?Q?Du_f=C3=A5r_tilskud?=
Date: Tue, 3 Mar 2026 10:00:00 +0100
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=x

--x
Content-Type: text/plain; charset=utf-8

Du får tilskud som ren tekst.
--x
Content-Type: text/html; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

<p>Du f=E5r tilskud.</p><ul><li>Send regningen.</li></ul>
--x--
"""


def test_a_mail_is_read_as_its_reader_sees_it() -> None:
    draft = read("brev.eml", MAIL.encode())
    assert blocks(draft) == [
        ("heading", "Du får tilskud"),
        ("paragraph", "Du får tilskud."),
        ("item", "Send regningen."),
    ]
    assert "Prøver" in draft.margins


def test_the_letter_that_a_mail_answers_is_no_part_of_it() -> None:
    mail = b"From: a@b.dk\nSubject: Svar\n\nDu kan komme.\n\n> Kan jeg komme?\n> Hilsen Bo\n"
    assert read("svar.eml", mail).text == "Svar\n\nDu kan komme."


def _multipart(kind: str, *parts: str) -> str:
    """Parts of a mail as one; their boundary is the kind, so that kinds may stand within each other."""
    between = "".join(f"--{kind}\n{part}\n" for part in parts)
    return f"Content-Type: multipart/{kind}; boundary={kind}\n\n{between}--{kind}--\n"


_PLAIN = "Content-Type: text/plain\n\n{}"
_HTML = "Content-Type: text/html\n\n<p>{}"
_FILE = "Content-Type: application/pdf\nContent-Disposition: inline; filename=a.pdf\n\nx"
_TEXT_FILE = 'Content-Type: text/plain; name="log.txt"\n\nLinje 1'


@pytest.mark.parametrize(
    "parts",
    [
        _multipart("mixed", _PLAIN.format("Du kan komme."), _FILE, _PLAIN.format("Ring til os."), _TEXT_FILE),
        _multipart(
            "alternative",
            _PLAIN.format("Ren tekst."),
            _multipart("mixed", _HTML.format("Du kan komme."), _FILE, _HTML.format("Ring til os.")),
            _HTML.format("Det samme."),
        ),
    ],
)
def test_a_mail_with_a_file_in_its_middle_is_read_to_its_end(parts: str) -> None:
    draft = read("svar.eml", f"From: a@b.dk\nSubject: Svar\n{parts}".encode())
    assert [text for _, text in blocks(draft)] == ["Svar", "Du kan komme.", "Ring til os."]


def test_a_mail_within_mails_ends() -> None:
    deep = b"".join(
        b"From: a@b.dk\nContent-Type: multipart/mixed; boundary=x%d\n\n--x%d\n" % (at, at) for at in range(60)
    )
    with pytest.raises(TooLarge):
        read("a.eml", deep)


def test_a_mail_of_parts_within_parts_beyond_what_can_be_parsed_is_told_in_one_sentence() -> None:
    deep = "".join(f"Content-Type: multipart/mixed; boundary=x{at}\n\n--x{at}\n" for at in range(1_000))
    with pytest.raises(TooLarge, match="for mange dele"):
        read("a.eml", deep.encode())


@pytest.mark.parametrize(
    "head",
    [
        "From: <",
        "From: a@",
        'From: "',
        "From: " + "a.b." * 20_000,
        "From: a@[",
        "From: a@b.dk\nContent-Disposition: inline; name*",
        "From: a@b.dk\nContent-Type: text/plain; charset*",
    ],
)
def test_a_mail_with_a_broken_head_is_read_all_the_same(head: str) -> None:
    assert "Du kan komme." in read("a.eml", f"{head}\n\nDu kan komme.".encode()).text


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Content-Transfer-Encoding: base64 ", "RHUga2FuIGtvbW1lLg=="),
        ("Content-Transfer-Encoding:\n base64", "RHUga2FuIGtvbW1lLg=="),
        ("Content-Transfer-Encoding: quoted-printable (by gateway)", "Du kan kom=\nme."),
        ('Content-Type: text/html (Word); charset="utf-8"', "<p>Du kan komme."),
        ('Content-Type: multipart/mixed; boundary="(x)"', "--(x)\n\nDu kan komme.\n--(x)--"),
    ],
)
def test_space_and_comments_say_nothing_of_what_a_part_is(head: str, body: str) -> None:
    draft = read("a.eml", f"From: a@b.dk\nSubject: Svar\n{head}\n\n{body}".encode())
    assert blocks(draft) == [("heading", "Svar"), ("paragraph", "Du kan komme.")]


def test_the_name_of_a_picture_may_be_broken() -> None:
    picture = b"--x\nContent-Type: image/png\nContent-ID: <=?utf-8?B?QUJDR?=>\n\nx\n--x--"
    assert "Du kan komme." in read("a.eml", _MULTIPART + b"--x\n\nDu kan komme.\n" + picture).text


@pytest.mark.parametrize(
    "head",
    [
        "From: a@b.dk\nContent-Type: text/plain" + '; a*0="b"' * 1_000,
        "Subject: hej\n" + f"X-Spor: {'a' * 990}\n" * 1_100,
        'From: a@b.dk\nContent-Type: multipart/mixed; boundary="x"\n\n--x\nContent-ID: <' + "a" * 5_000,
    ],
)
def test_a_mail_with_a_head_that_nobody_writes_is_refused_before_it_is_parsed(head: str) -> None:
    with pytest.raises(TooLarge, match="hoved er for langt"):
        read("a.eml", f"{head}\n\nDu kan komme.".encode())


def test_a_mail_to_many_and_of_many_stations_is_read() -> None:
    head = "From: a@b.dk\nTo: " + ",\n ".join(["Anna Andersen <anna@eksempel.dk>"] * 5_000)
    head += "\n" + f"Received: {'station ' * 100}\n" * 300
    assert "Du kan komme." in read("a.eml", f"{head}Subject: Møde\n\nDu kan komme.".encode()).text


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("Blåbær".encode(), "Blåbær"),
        (b"=?utf-8?Q?Bl=C3=A5?=\n =?utf-8?Q?b=C3=A6r?=", "Blåbær"),
        (b"=?iso-8859-1?Q?Bl=E5b=E6r?= til\n dig", "Blåbær til dig"),
        (b"=?ukendt?Q?Bl=E5?=", "Blå"),
        (b"=?utf-8*da?Q?Bl=C3=A5b=C3=A6r?=: svar (=?utf-8?q?h=C3=B8ring?=)", "Blåbær: svar (høring)"),
        ("Blåbær – =?iso-8859-1?q?h=F8ring?=".encode(), "Blåbær – høring"),
        (b"=?utf-8?Q?Bl=C3?= =?utf-8?Q?=A5b=C3=A6r?=", "Blåbær"),
        (b"=?utf-8?Q?Bl=C3=A5 b=C3=A6r??=", "Blå bær?"),
        (b"=?utf-8?B?QmzDpWLDpnI?=", "Blåbær"),
        (b"=?utf-8?B?QUJDR?=", "ABC"),
        (b"=?utf-8?B?QQ=B?= er brudt", "=?utf-8?B?QQ=B?= er brudt"),
    ],
)
def test_the_subject_of_a_mail_is_its_heading(subject: bytes, shown: str) -> None:
    draft = read("a.eml", b"From: a@b.dk\nSubject: " + subject + b"\n\nHej")
    assert blocks(draft) == [("heading", shown), ("paragraph", "Hej")]
