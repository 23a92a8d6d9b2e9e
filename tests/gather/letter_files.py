"""Letters in the files that caseworkers have, made anew for each test."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def docx(fill: Callable[[WordDocument], None]) -> bytes:
    document = Document()
    fill(document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def zipped(parts: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def with_parts(body: bytes, parts: Mapping[str, bytes | str]) -> bytes:
    """The same file with these parts in place of its own."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        own: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    return zipped(own | dict(parts))


def renamed(body: bytes, names: Mapping[str, str]) -> bytes:
    """The same file with parts of it under other names, as its relations say too."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        own = {name: archive.read(name) for name in archive.namelist()}
    for name, other in names.items():
        own = {
            key.replace(name, other): part.replace(name.encode(), other.encode())
            if key.endswith((".rels", "[Content_Types].xml"))
            else part
            for key, part in own.items()
        }
    return zipped(own)


def odt(body: str, automatic: str = "", styles: str = "") -> bytes:
    content = (
        f"<office:document-content {ODF}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "styles.xml": f"<office:document-styles {ODF}>{styles}</office:document-styles>",
        }
    )


def official_letter(document: WordDocument) -> None:
    """Heading, list, table, a merge field, and all that its reader does not see."""
    document.add_heading("Du får tilskud", 1)
    paragraph = document.add_paragraph("Kære ")
    paragraph._p.append(_merge_field("Fornavn"))
    paragraph = document.add_paragraph("Du får tilskud")
    paragraph._p.append(_tracked("del", "ikke ", "delText"))
    paragraph._p.append(_tracked("ins", " til en ovn.", "t"))
    run = paragraph.add_run(" Husk at tale med chefen.")
    run.font.hidden = True
    document.add_comment(paragraph.runs, "Er det rigtigt?", author="Kontoret")
    document.add_paragraph("Send regningen.", style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Beløb", "4.000 kr."
    document.sections[0].header.paragraphs[0].text = "Ministeriet for Prøver\t3. maj 2026"
    document.sections[0].footer.paragraphs[0].text = "Telefon 33 00 00 00"


def _tracked(kind: str, text: str, tag: str) -> Any:
    return parse_xml(
        f'<w:{kind} {nsdecls("w")} w:id="9" w:author="A"><w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'
        f"</w:{kind}>"
    )


def _merge_field(name: str) -> Any:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f" MERGEFIELD {name} ")
    field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>«{name}»</w:t></w:r>"))
    return field
