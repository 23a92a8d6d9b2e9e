"""Advice as comments in Word: at the very words, in a document that is otherwise as it was."""

import asyncio
import io
import zipfile
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given
from hypothesis import strategies as st
from letter_files import docx, official_letter, renamed, with_parts
from properties import patient

from tilgaengelig.gather.letters.comments import Remark, commented
from tilgaengelig.gather.letters.reading import read_letter
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.letter import Draft


def read(body: bytes) -> Draft:
    return asyncio.run(read_letter("brev.docx", body))


def opened(body: bytes) -> WordDocument:
    return Document(io.BytesIO(body))


def commented_words(document: WordDocument) -> dict[str, str]:
    """What each of our comments stands at, by its text."""
    texts = {
        comment.comment_id: comment.text for comment in document.comments if comment.author == "tilgaengelig"
    }
    open_: set[int] = set()
    said: dict[int, str] = dict.fromkeys(texts, "")
    for element in document.element.iter():
        identity: Any = element.get(qn("w:id"))
        if element.tag == qn("w:commentRangeStart"):
            open_.add(int(identity))
        elif element.tag == qn("w:commentRangeEnd"):
            open_.discard(int(identity))
        elif element.tag in (qn("w:t"), qn("w:br")):
            for comment in open_ & set(said):
                said[comment] += element.text or "\n"
    return {texts[comment]: words for comment, words in said.items()}


def remark(draft: Draft, words: str, text: str) -> Remark:
    start = draft.text.index(words)
    return Remark(start, start + len(words), text)


def rich(document: WordDocument) -> None:
    official_letter(document)
    paragraph = document.add_paragraph("Det skal endvidere ")
    bold = paragraph.add_run("bemærkes, at klage")
    bold.bold = True
    paragraph.add_run("n skal indgives.\nHilsen")


def test_a_comment_stands_at_its_very_words_and_the_document_is_as_it_was() -> None:
    body = docx(rich)
    draft = read(body)
    remarks = [
        remark(draft, "bemærkes", "ét ord i en fed stump"),
        remark(draft, "klagen skal", "over to stumper"),
        remark(draft, "Det skal endvidere bemærkes, at klagen skal indgives.", "hele sætningen"),
        remark(draft, "til en ovn", "i en sporet tilføjelse"),
        remark(draft, "4.000", "i en celle"),
        remark(draft, "«Fornavn»", "i et flettefelt"),
    ]
    made = commented(draft, remarks, body)
    assert commented_words(opened(made)) == {
        "ét ord i en fed stump": "bemærkes",
        "over to stumper": "klagen skal",
        "hele sætningen": "Det skal endvidere bemærkes, at klagen skal indgives.",
        "i en sporet tilføjelse": "til en ovn",
        "i en celle": "4.000",
        "i et flettefelt": "«Fornavn»",
    }
    assert read(made) == draft
    bold = [run.text for run in opened(made).paragraphs[-1].runs if run.bold]
    assert "".join(bold) == "bemærkes, at klage"
    assert [comment.text for comment in opened(made).comments if comment.author == "Kontoret"] == [
        "Er det rigtigt?"
    ]
    assert opened(made).sections[0].footer.paragraphs[0].text == "Telefon 33 00 00 00"


def test_a_letter_of_another_kind_becomes_a_document_with_its_comments() -> None:
    draft = asyncio.run(read_letter("brev.md", b"# Svar\n\nDu *kan* komme.\n\n- Tag pas med\n"))
    made = opened(
        commented(draft, [remark(draft, "kan", "Må?"), remark(draft, "Tag pas med", "Hvilket?")], None)
    )
    assert [(each.style.name if each.style else "", each.text) for each in made.paragraphs] == [
        ("Heading 1", "Svar"),
        ("Normal", "Du kan komme."),
        ("List Bullet", "Tag pas med"),
    ]
    assert commented_words(made) == {"Må?": "kan", "Hvilket?": "Tag pas med"}
    assert made.core_properties.language == "da-DK"


def test_signs_that_no_document_may_hold_do_not_stop_it() -> None:
    draft = Draft.plain("Du kan\x0c komme\x00 nu.")
    made = commented(draft, [Remark(0, 6, "Må\x01?")], None)
    assert list(commented_words(opened(made))) == ["Må ?"]


def test_a_file_that_only_looks_like_a_document_is_refused() -> None:
    with pytest.raises(WrongUse, match="beskadiget"):
        commented(Draft.plain("Hej"), [], b"PK\x03\x04")


@pytest.mark.parametrize(
    ("part", "xml"),
    [
        ("word/settings.xml", "<a"),
        ("docProps/core.xml", "<a"),
        ("_rels/.rels", "<a"),
        ("word/_rels/document.xml.rels", "<a"),
        ("[Content_Types].xml", "<a/>"),
        ("word/comments.xml", "<a/>"),
        ("word/comments.xml", f'<w:comments {nsdecls("w")}><w:comment w:id="et"/></w:comments>'),
    ],
)
def test_a_broken_part_that_the_letter_is_not_read_from_is_told_in_one_sentence(part: str, xml: str) -> None:
    body = with_parts(RICH, {part: xml})
    draft = read(body)
    with pytest.raises(WrongUse, match="beskadiget"):
        commented(draft, [remark(draft, "bemærkes", "et råd")], body)


def test_a_part_that_cannot_be_unpacked_is_told_in_one_sentence() -> None:
    name = "word/theme/theme1.xml"
    with zipfile.ZipFile(io.BytesIO(RICH)) as archive:
        start = archive.getinfo(name).header_offset + 30 + len(name)
    body = RICH[:start] + b"\xff" * 4 + RICH[start + 4 :]
    draft = read(body)
    with pytest.raises(WrongUse, match="beskadiget"):
        commented(draft, [remark(draft, "bemærkes", "et råd")], body)


def test_words_outside_a_run_get_no_comment_and_those_in_something_unknown_have_it_at_their_run() -> None:
    def fill(document: WordDocument) -> None:
        document.add_paragraph("Kære ")._p.append(parse_xml(f"<w:t {nsdecls('w')}>løse Anna</w:t>"))
        unknown = f'<w:r {nsdecls("w")}><x:y xmlns:x="urn:x"><w:t>Du kan komme.</w:t></x:y></w:r>'
        document.add_paragraph()._p.append(parse_xml(unknown))

    body = docx(fill)
    draft = read(body)
    remarks = [remark(draft, "Anna", "uden for"), remark(draft, "kan", "i noget ukendt")]
    made = commented(draft, remarks, body)
    assert commented_words(opened(made)) == {"i noget ukendt": "Du kan komme."}
    assert read(made) == draft


@patient
@given(st.data())
def test_wherever_the_remarks_stand_the_text_stays_and_each_comment_holds_its_words(
    data: st.DataObject,
) -> None:
    draft = read(RICH)
    paragraph = data.draw(st.sampled_from(draft.paragraphs))
    places = st.integers(paragraph.start, paragraph.end - 1)
    remarks = []
    for number in range(data.draw(st.integers(1, 4))):
        start, last = sorted((data.draw(places), data.draw(places)))
        remarks.append(Remark(start, last + 1, f"råd {number}"))
    made = commented(draft, remarks, RICH)
    assert read(made) == draft
    assert commented_words(opened(made)) == {each.text: draft.text[each.start : each.end] for each in remarks}


RICH = docx(rich)


def test_a_comment_finds_its_words_after_a_note_that_is_referred_to_twice() -> None:
    reference = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>Se loven.</w:t></w:r></w:p></w:footnote>'

    def fill(document: WordDocument) -> None:
        for text in ("Du får tilskud.", "Du kan klage."):
            document.add_paragraph(text)._p.append(parse_xml(reference))
        document.add_paragraph("Fristen er fire uger.")

    body = with_parts(docx(fill), {"word/footnotes.xml": f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>"})
    draft = read(body)
    document = opened(commented(draft, [remark(draft, "fire uger", "Fra hvornår?")], body))
    assert commented_words(document) == {"Fra hvornår?": "fire uger"}


def test_a_comment_finds_its_words_whatever_the_parts_are_called() -> None:
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>Se loven.</w:t></w:r></w:p></w:footnote>'

    def fill(document: WordDocument) -> None:
        reference = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'
        document.add_paragraph("Du får tilskud.")._p.append(parse_xml(reference))
        document.add_paragraph("Fristen er fire uger.")
        name, kind = PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES
        notes = Part(name, kind, f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>".encode())
        document.part.relate_to(notes, RT.FOOTNOTES)

    body = renamed(docx(fill), {"document.xml": "document2.xml", "footnotes.xml": "footnotes2.xml"})
    draft = read(body)
    assert "Se loven." in draft.text
    document = opened(commented(draft, [remark(draft, "fire uger", "Fra hvornår?")], body))
    assert commented_words(document) == {"Fra hvornår?": "fire uger"}
