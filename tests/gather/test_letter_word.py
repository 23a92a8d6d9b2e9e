"""Word files: styles, notes, boxes and deleted ends as the reader sees them."""

import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from letter_files import docx, official_letter, renamed, with_parts, zipped
from lxml import etree
from test_letter_documents import blocks, read

from tilgaengelig.gather.letters.docx import word_paragraphs
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.letter import Draft


def test_a_word_file_is_read_as_its_reader_sees_it() -> None:
    draft = read("brev.docx", docx(official_letter))
    assert blocks(draft) == [
        ("heading", "Du får tilskud"),
        ("paragraph", "Kære «Fornavn»"),
        ("paragraph", "Du får tilskud til en ovn."),
        ("item", "Send regningen."),
        ("cell", "Beløb"),
        ("cell", "4.000 kr."),
    ]
    assert "Ministeriet for Prøver 3. maj 2026" in draft.margins
    assert "33 00 00 00" in draft.margins
    assert "Ministeriet" not in draft.text


def test_the_parts_of_a_word_file_may_have_any_name() -> None:
    body = docx(official_letter)
    other = renamed(
        body, {"document.xml": "document22.xml", "styles.xml": "styles22.xml", "header1.xml": "top.xml"}
    )
    assert read("brev.docx", other) == read("brev.docx", body)


def test_a_word_file_of_the_strict_kind_is_told_what_to_save_it_as() -> None:
    strict = nsdecls("w").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    body = zipped({"word/document.xml": f"<w:document {strict}><w:body/></w:document>"})
    with pytest.raises(WrongUse, match="Gem det i Word som almindeligt dokument"):
        read("brev.docx", body)


def test_each_place_leads_back_to_its_paragraph() -> None:
    draft = read("brev.docx", docx(official_letter))
    found = draft.paragraph(draft.text.index("regningen"))
    assert found is not None
    assert (found.number, found.kind.value) == (4, "item")
    assert draft.paragraph(0) == draft.paragraphs[0]
    assert Draft("").paragraph(3) is None


def test_a_footnote_follows_the_paragraph_that_refers_to_it() -> None:
    body = docx(lambda document: _refer(document, "Du får tilskud."))
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>Se loven.</w:t></w:r></w:p></w:footnote>'
        f"</w:footnotes>"
    )
    draft = read("brev.docx", with_parts(body, {"word/footnotes.xml": notes}))
    assert blocks(draft) == [
        ("paragraph", "Du får tilskud."),
        ("footnote", "Se loven."),
        ("paragraph", "Slut."),
    ]


def test_a_note_is_told_once_however_often_it_is_referred_to() -> None:
    reference = '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    text = f"<w:document {nsdecls('w')}><w:body>{reference * 2_000}</w:body></w:document>"
    note = f'<w:footnote w:id="1"><w:p><w:r><w:t>{"Se loven. " * 2_000}</w:t></w:r></w:p></w:footnote>'
    notes = f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>"
    body = zipped({"word/document.xml": text, "word/footnotes.xml": notes})
    assert blocks(read("brev.docx", body)) == [("footnote", ("Se loven. " * 2_000).strip())]


def _refer(document: WordDocument, text: str) -> None:
    paragraph = document.add_paragraph(text)
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    document.add_paragraph("Slut.")


def test_a_text_box_is_told_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>Ring 33 00 00 00</w:t></w:r></w:p></w:txbxContent>"
    both = (
        f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )

    def fill(document: WordDocument) -> None:
        document.add_paragraph("Kære Anna")._p.append(parse_xml(both))

    assert blocks(read("a.docx", docx(fill))) == [
        ("paragraph", "Kære Anna"),
        ("paragraph", "Ring 33 00 00 00"),
    ]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    def fill(document: WordDocument) -> None:
        first = document.add_paragraph("Du får ")
        first._p.get_or_add_pPr().append(
            parse_xml(f'<w:rPr {nsdecls("w")}><w:del w:id="1" w:author="A"/></w:rPr>')
        )
        document.add_paragraph("tilskud.")

    assert read("a.docx", docx(fill)).text == "Du får tilskud."


ENDS_DELETED = f'<w:pPr {nsdecls("w")}><w:rPr><w:del w:id="1" w:author="A"/></w:rPr></w:pPr>'


def test_a_paragraph_whose_end_was_deleted_is_told_also_where_none_follows() -> None:
    def fill(document: WordDocument) -> None:
        note = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'
        box = (
            f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p>{ENDS_DELETED}<w:r><w:t>Ring til os.</w:t></w:r></w:p>"
            "</w:txbxContent></w:pict></w:r>"
        )
        first = document.add_paragraph("Du får ")
        first._p.insert(0, parse_xml(ENDS_DELETED))
        first._p.append(parse_xml(box))
        document.add_paragraph("tilskud.")._p.append(parse_xml(note))
        document.add_paragraph("Hilsen")._p.insert(0, parse_xml(ENDS_DELETED))

    footnote = f'<w:footnote w:id="2"><w:p>{ENDS_DELETED}<w:r><w:t>Se loven.</w:t></w:r></w:p></w:footnote>'
    notes = f"<w:footnotes {nsdecls('w')}>{footnote}</w:footnotes>"
    assert blocks(read("a.docx", with_parts(docx(fill), {"word/footnotes.xml": notes}))) == [
        ("paragraph", "Ring til os."),
        ("paragraph", "Du får tilskud."),
        ("footnote", "Se loven."),
        ("paragraph", "Hilsen"),
    ]


def _styled(bases: int, at: str) -> bytes:
    """A letter of one paragraph in style 0, which is based on style 1 and so on; the last one hides its text."""
    styles = "".join(
        f'<w:style w:styleId="{each}"><w:basedOn w:val="{each + 1}"/></w:style>' for each in range(bases)
    )
    hiding = f'<w:style w:styleId="{bases}"><w:rPr><w:vanish/></w:rPr></w:style>'
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="{at}"/></w:pPr><w:r><w:t>Hej</w:t></w:r></w:p>'
    return zipped(
        {
            "word/document.xml": f"<w:document {nsdecls('w')}><w:body>{paragraph}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {nsdecls('w')}>{styles}{hiding}</w:styles>",
        }
    )


@pytest.mark.parametrize(("bases", "text"), [(1, ""), (19, ""), (20, "Hej")])
def test_a_style_is_what_the_nearest_twenty_in_its_chain_say(bases: int, text: str) -> None:
    assert read("a.docx", _styled(bases, "0")).text == text


def test_a_style_is_looked_up_once_however_many_paragraphs_bear_it() -> None:
    asked = 0

    class Counting(etree.ElementBase):
        def find(self, path: str, namespaces: object = None) -> etree._Element | None:
            nonlocal asked
            asked += 1
            return super().find(path)

    parser = etree.XMLParser()
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=Counting))
    chain = "".join(
        f'<w:style w:styleId="{each}"><w:basedOn w:val="{each + 1}"/></w:style>' for each in range(800)
    )
    styles = etree.fromstring(f"<w:styles {nsdecls('w')}>{chain}</w:styles>", parser)
    paragraph = '<w:p><w:pPr><w:pStyle w:val="0"/></w:pPr><w:r><w:t>Hej</w:t></w:r></w:p>'
    document = etree.fromstring(f"<w:document {nsdecls('w')}><w:body>{paragraph * 800}</w:body></w:document>")
    assert len(list(word_paragraphs(document, styles))) == 800
    # Three things are asked of a style, each of at most twenty; its name is asked of each paragraph's own.
    assert asked < 3 * 2 * 20 + 800 * 3
