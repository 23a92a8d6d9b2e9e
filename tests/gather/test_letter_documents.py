"""Letters read from the files that caseworkers have: what the reader sees, block by block, and nothing else."""

import asyncio
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letter_files import docx, odt, official_letter, zipped
from pdf_files import Node, tagged
from pdf_files import text as tag
from properties import patient
from test_pdf import Line, content

from tilgaengelig import resources
from tilgaengelig.gather.letters.reading import LARGEST_TEXT, read_letter
from tilgaengelig.model.errors import TilgaengeligError, TooLarge, WrongUse
from tilgaengelig.model.letter import Draft


def read(name: str, body: bytes) -> Draft:
    return asyncio.run(read_letter(name, body))


def blocks(draft: Draft) -> list[tuple[str, str]]:
    return [(each.kind.value, draft.text[each.start : each.end]) for each in draft.paragraphs]


# OpenDocument, HTML, Markdown


def test_an_opendocument_file_is_read_as_its_reader_sees_it() -> None:
    body = odt(
        """<text:tracked-changes><text:changed-region><text:deletion><text:p>slettet</text:p></text:deletion>
        </text:changed-region></text:tracked-changes>
        <text:h text:outline-level="1">Du får tilskud</text:h>
        <text:p>Kære <text:placeholder text:placeholder-type="text">&lt;navn&gt;</text:placeholder>,<text:s text:c="2"/>
        du får<text:line-break/>tilskud<text:note><text:note-citation>1</text:note-citation><text:note-body>
        <text:p>Se loven.</text:p></text:note-body></text:note>.<office:annotation><text:p>Sikker?</text:p>
        </office:annotation><text:span text:style-name="T1">skjult</text:span></text:p>
        <text:list><text:list-item><text:p>Send regningen.</text:p></text:list-item></text:list>
        <table:table><table:table-row><table:table-cell><text:p>Beløb</text:p></table:table-cell></table:table-row>
        </table:table>""",
        '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>',
        "<style:footer><text:p>Telefon 33 00 00 00</text:p></style:footer>",
    )
    draft = read("brev.odt", body)
    assert blocks(draft) == [
        ("heading", "Du får tilskud"),
        ("paragraph", "Kære <navn>,   du får\ntilskud."),
        ("footnote", "Se loven."),
        ("item", "Send regningen."),
        ("cell", "Beløb"),
    ]
    assert draft.margins == "Telefon 33 00 00 00"


def test_what_an_opendocument_file_may_hide_is_read_where_it_is_shown() -> None:
    body = odt(
        """<text:p>Du<text:hidden-text text:is-hidden="true" text:string-value=" ikke"/><text:hidden-text
        text:string-value=" skal"/><text:hidden-text text:is-hidden="false"> betale</text:hidden-text>.</text:p>
        <text:p><text:hidden-paragraph text:is-hidden="true"/>Skjult.</text:p>
        <text:p><text:hidden-paragraph text:is-hidden="false"/>Vist.</text:p>
        <text:p><text:hidden-paragraph/>Også vist.</text:p>
        <text:section text:display="condition" text:is-hidden="true"><text:p>Skjult.</text:p></text:section>"""
    )
    assert blocks(read("brev.odt", body)) == [
        ("paragraph", "Du skal betale."),
        ("paragraph", "Vist."),
        ("paragraph", "Også vist."),
    ]


def test_the_text_in_a_shape_follows_the_paragraph_that_it_stands_in() -> None:
    shape = """<draw:g><draw:custom-shape><text:p>Svar inden 1. maj.</text:p><text:p>Ring til os.</text:p>
        </draw:custom-shape></draw:g>"""
    body = odt(f"<text:list><text:list-item><text:p>Kære {shape}borger</text:p></text:list-item></text:list>")
    assert blocks(read("brev.odt", body)) == [
        ("item", "Kære borger"),
        ("paragraph", "Svar inden 1. maj."),
        ("paragraph", "Ring til os."),
    ]


def test_html_is_read_without_its_code() -> None:
    draft = read(
        "brev.html",
        "<title>Titel</title><style>p{}</style><h1>Du får <b>tilskud</b></h1><!-- nej --><p>Skriv <code>ja</code>.<br>"
        "Se <a href='https://x.dk'>siden</a>.</p><ul><li>Ét<ul><li>To</li></ul>hale</li></ul><pre><code>x = 1</code>"
        "</pre><table><tr><th>Beløb<td>4 kr.</table><p hidden>nej</p><p style='display: none'>nej</p>løst<p>lukket "
        "<del>ikke</del> nu".encode(),
    )
    assert blocks(draft) == [
        ("heading", "Du får tilskud"),
        ("paragraph", "Skriv ja.\nSe siden."),
        ("item", "Ét"),
        ("item", "To"),
        ("item", "hale"),
        ("cell", "Beløb"),
        ("cell", "4 kr."),
        ("paragraph", "løst"),
        ("paragraph", "lukket nu"),
    ]


def test_markdown_is_read_without_its_marks() -> None:
    draft = read(
        "brev.md",
        "---\ntitle: x\n---\n# Du får tilskud\n\nKære **Anna**, se [siden](https://x.dk) og `svar`\nnu[^1].\n\n"
        "- Send {{regning}}\n  1. først\n\n| Beløb | Dato |\n|--|--|\n| 4 kr. | 1. maj |\n\n```py\nx = 1\n```\n\n"
        "<div>løst</div>\n\n[^1]: Se loven ~~nej~~.\n\nSend [indsæt dato]\n".encode(),
    )
    assert blocks(draft) == [
        ("heading", "Du får tilskud"),
        ("paragraph", "Kære Anna, se siden og svar nu."),
        ("item", "Send {{regning}}"),
        ("item", "først"),
        *(("cell", text) for text in ("Beløb", "Dato", "4 kr.", "1. maj")),
        ("paragraph", "løst"),
        ("footnote", "Se loven ."),
        ("paragraph", "Send [indsæt dato]"),
    ]


@pytest.mark.parametrize(
    "start", ["<?xml", '<?xml version="1.0"?>', '<?XML version="1.0"?>\n<!DOCTYPE html>']
)
def test_a_letter_in_xhtml_is_read_without_a_warning(start: str) -> None:
    letter = f"{start}<section><p>Du kan komme.</p></section>".encode()
    assert "Du kan komme." in read("brev.html", letter).text


def test_plain_text_is_kept_word_for_word() -> None:
    text = "Kære Anna\r\n\r\nDu får tilskud.\r\nSend regningen.\r\n\r\n  Hilsen\r\n"
    draft = read("brev.txt", text.encode())
    assert draft.text == text
    assert [text for _, text in blocks(draft)] == [
        "Kære Anna\r",
        "Du får tilskud.\r\nSend regningen.\r",
        "Hilsen\r",
    ]


@pytest.mark.parametrize("name", ["brev.txt", "BREV.TXT", "brev"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_plain_letter_may_be_in_whatever_encoding(name: str, encoding: str) -> None:
    assert read(name, "Kære Åse\n\nDu får støtte.\n".encode(encoding)).text == "Kære Åse\n\nDu får støtte.\n"


def test_a_pdf_is_read_by_its_blocks() -> None:
    path = Path(resources.SAMPLE) / "site" / "publikationer" / "vejledning-tilskud.pdf"
    draft = read("", path.read_bytes())
    assert len(draft.paragraphs) > 5
    assert "tilskud" in draft.text.lower()


def test_what_a_pdf_shows_outside_its_tags_stands_in_the_margins() -> None:
    foot = Node("P", paint=b"EMC /Artifact BMC " + content([Line(72, 40, "Telefon 33 00 00 00")]))
    draft = read("brev.pdf", tagged([tag("P", 700, "Du kan komme den 1. maj."), foot]))
    assert (draft.text, draft.margins) == ("Du kan komme den 1. maj.", "Telefon 33 00 00 00")


# What strangers may send

_HEADER = (
    '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>'
    f"{'a' * 3_000_000}</w:t></w:r></w:p></w:hdr>"
)
_MULTIPART = b"From: a@b.dk\nContent-Type: multipart/mixed; boundary=x\n\n"


@pytest.mark.parametrize(
    ("name", "body", "sentence"),
    [
        ("a.docx", b"PK\x03\x04 og intet mere", "beskadiget"),
        ("a.docx", b"", "beskadiget"),
        ("a.odt", zipped({"mimetype": "x"}), "beskadiget"),
        ("a.docx", zipped({"word/document.xml": "<a"}), "beskadiget"),
        ("a.docx", zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "beskadiget"),
        ("a.docx", zipped({"word/document.xml": "<a>" * 3000 + "</a>" * 3000}), "beskadiget"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "låst med adgangskode"),
        ("a.eml", b"Dette er slet ikke en mail.", "ikke en mail"),
        ("a.exe", b"MZ", "Filer af typen .exe"),
        ("a.txt", b"a\0b", "ikke ren tekst"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(name: str, body: bytes, sentence: str) -> None:
    with pytest.raises(WrongUse, match=sentence):
        read(name, body)


@pytest.mark.parametrize(
    ("name", "part", "method"),
    [("a.docx", "word/document.xml", zipfile.ZIP_BZIP2), ("a.odt", "content.xml", zipfile.ZIP_LZMA)],
)
def test_a_file_packed_in_a_way_that_nobody_bounds_is_not_unpacked(name: str, part: str, method: int) -> None:
    with pytest.raises(WrongUse, match="beskadiget"):
        read(name, zipped({part: b" " * 30_000_000}, method))


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.pdf", "a.rtf", "a.txt"])
def test_no_error_says_a_word_of_the_letter(name: str) -> None:
    with pytest.raises(TilgaengeligError) as raised:
        read(name, b"%PDF-1.7\nHEMMELIG \0")
    assert "HEMMELIG" not in str(raised.value) + repr(raised.value.__cause__)


def test_a_locked_opendocument_file_is_told() -> None:
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry>'
        "<m:encryption-data/></m:file-entry></m:manifest>"
    )
    with pytest.raises(WrongUse, match="låst med adgangskode"):
        read("a.odt", zipped({"META-INF/manifest.xml": manifest, "content.xml": "x"}))


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("a.docx", lambda: zipped({"word/document.xml": b"<a>" + b" " * 30_000_000 + b"</a>"})),
        ("a.odt", lambda: zipped({f"{number}.xml": b" " * 15_000_000 for number in range(15)})),
        ("a.docx", lambda: zipped({f"{number}": b"" for number in range(6_000)})),
        ("a.odt", lambda: odt("<text:p>a" + '<text:s text:c="99"/>' * 60_000 + "b</text:p>")),
        (
            "a.docx",
            lambda: zipped({"word/document.xml": "<a/>"} | {f"word/header{n}.xml": _HEADER for n in (1, 2)}),
        ),
        ("a.md", lambda: b"a" * (LARGEST_TEXT + 1)),
        ("a.eml", lambda: _MULTIPART + b"--x\n\nhej\n" * 2_000),
        ("a.eml", lambda: b"From: a@b.dk\n\n" + b"a" * (LARGEST_TEXT + 1)),
        ("a.eml", lambda: b"From: a@b.dk\nContent-Type: text/html\n\n" + b"<b>" * (LARGEST_TEXT // 3 + 1)),
    ],
)
def test_a_file_that_swells_is_refused(name: str, made: Callable[[], bytes]) -> None:
    with pytest.raises(TooLarge):
        read(name, made())


@patient
@given(st.sampled_from([".docx", ".odt", ".eml", ".html", ".md", ".txt"]), st.binary(max_size=300))
def test_whatever_the_bytes_only_our_own_errors_are_raised(kind: str, body: bytes) -> None:
    try:
        draft = read(f"brev{kind}", body)
    except TilgaengeligError:
        return
    assert all(draft.text[each.start : each.end].strip() for each in draft.paragraphs)


@patient
@given(st.integers(0, 4000), st.integers(0, 255))
def test_a_word_file_with_one_wrong_byte_raises_only_our_own_errors(at: int, byte: int) -> None:
    body = bytearray(_SOUND)
    body[at % len(body)] = byte
    try:
        read("brev.docx", bytes(body))
    except TilgaengeligError:
        return


def _sound() -> bytes:
    whole = docx(official_letter)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return zipped({name: archive.read(name) for name in ("word/document.xml", "word/styles.xml")})


_SOUND = _sound()


@given(st.text(alphabet="a\n\r .æ", max_size=200))
def test_the_paragraphs_of_plain_text_hold_all_its_words(text: str) -> None:
    draft = Draft.plain(text)
    assert draft.text == text
    held = "".join(text[each.start : each.end] for each in draft.paragraphs)
    assert "".join(held.split()) == "".join(text.split())
