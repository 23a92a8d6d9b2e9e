"""PDFs of which a part cannot be read: the rules that ask for it are untested, and the file is never conformant."""

from __future__ import annotations

import contextlib
import io
import re
import zlib
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from judge_things import document_facts, judged, rulebook

from tilgaengelig import resources
from tilgaengelig.gather.pdf import PdfLimits
from tilgaengelig.gather.pdf.document import read_document
from tilgaengelig.judge.document.lost import NEEDS
from tilgaengelig.judge.verdict import conforms
from tilgaengelig.model.document import FontFlaw, Loss, PageContent, Part
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import DocumentFacts

ADDRESS = "https://www.ministerium.example/vejledning.pdf"
patient = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])


@cache
def sound() -> bytes:
    """A real PDF/UA-1 file of four pages."""
    return (Path(resources.SAMPLE) / "site" / "publikationer" / "vejledning-tilskud.pdf").read_bytes()


@cache
def about_documents() -> tuple[Rule, ...]:
    """The rules on how a PDF is built; those on its text would take most of the time."""
    return tuple(rule for rule in rulebook().rules.values() if rule.check.startswith("document."))


def read(body: bytes, limits: PdfLimits | None = None) -> DocumentFacts:
    return read_document(body, ADDRESS, limits or PdfLimits())


def conformant(facts: DocumentFacts) -> bool:
    return conforms(facts, judged(facts, *about_documents()).findings)


def untested(facts: DocumentFacts) -> dict[str, str]:
    """What is said of each rule that is untested."""
    found = judged(facts, *about_documents()).findings
    return {one.rule: one.message for one in found if one.outcome is Outcome.UNTESTED}


def parts(pdf: pikepdf.Pdf) -> dict[Part, list[Any]]:
    """The streams that a verdict rests on."""
    fonts = [
        font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else font.FontDescriptor
        for font in pdf.objects
        if isinstance(font, pikepdf.Dictionary)
        and font.get("/Type") == pikepdf.Name.Font
        and ("/DescendantFonts" in font or "/FontDescriptor" in font)
    ]
    files = [found.get(key) for found in fonts for key in ("/FontFile", "/FontFile2", "/FontFile3")]
    return {
        Part.CONTENT: [page.obj.Contents for page in pdf.pages],
        Part.FONTS: [found for found in files if found is not None],
        Part.METADATA: [pdf.Root.Metadata],
    }


def damaged(part: Part, at: float, share: float) -> bytes:
    """The sound file with one of its streams cut short, so that what it is packed as breaks off."""
    with pikepdf.open(io.BytesIO(sound())) as pdf:
        streams = parts(pdf)[part]
        stream = streams[int(at * len(streams))]
        if isinstance(stream, pikepdf.Array):
            stream = stream[0]
        whole = zlib.compress(stream.read_bytes())
        stream.write(whole[: int(share * len(whole))], filter=pikepdf.Name.FlateDecode)
        target = io.BytesIO()
        pdf.save(target, compress_streams=False, fix_metadata_version=False)
        return target.getvalue()


@cache
def untagged() -> bytes:
    """The same file without its tags, title and language."""
    with pikepdf.open(io.BytesIO(sound())) as pdf:
        for key in ("/StructTreeRoot", "/MarkInfo", "/Lang", "/Metadata"):
            del pdf.Root[key]
        del pdf.trailer["/Info"]
        target = io.BytesIO()
        pdf.save(target, fix_metadata_version=False)
        return target.getvalue()


def test_a_sound_file_has_lost_nothing_and_is_conformant() -> None:
    facts = read(sound())
    assert facts.lost == ()
    assert conformant(facts)


@patient
@given(
    st.sampled_from([Part.CONTENT, Part.FONTS, Part.METADATA]),
    st.floats(0, 0.999),
    st.floats(0.02, 0.95),
)
def test_a_broken_stream_is_a_loss_and_never_conformant(part: Part, at: float, share: float) -> None:
    facts = read(damaged(part, at, share))
    assert part in {loss.part for loss in facts.lost}
    assert not conformant(facts)
    assert untested(facts)


@settings(patient, max_examples=60)
@given(st.data())
def test_mutated_and_cut_files_end_as_trouble_or_as_facts_that_hide_no_loss(data: st.DataObject) -> None:
    body = bytearray(sound())
    for _ in range(data.draw(st.integers(1, 20))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(body[: data.draw(st.integers(1, len(body)))] if data.draw(st.booleans()) else body)
    with contextlib.suppress(Unread):
        facts = read(cut)
        if content_is_broken(cut):
            assert facts.lost
            assert not conformant(facts)


def content_is_broken(body: bytes) -> bool:
    """What another way of reading says of the pages' streams."""
    with pikepdf.open(io.BytesIO(body)) as pdf:
        for page in pdf.pages:
            contents = page.obj.get("/Contents")
            for stream in contents if isinstance(contents, pikepdf.Array) else [contents]:
                try:
                    if stream is not None:
                        stream.read_bytes()
                except (pikepdf.PdfError, AttributeError):
                    return True
    return False


def test_what_is_found_on_whole_pages_stands_beside_what_is_untested_on_a_broken_one() -> None:
    facts = document_facts(content=(PageContent(2, loose_text=3),), lost=(Loss(Part.CONTENT, 4),))
    found = [one for one in judged(facts).findings if one.rule == "pdf-indhold-uden-koder"]
    assert [(one.outcome, one.place.page) for one in found] == [(Outcome.FAILED, 2), (Outcome.UNTESTED, 4)]
    assert found[1].message == "Side 4 kan ikke læses helt, så reglen er ikke prøvet dér."


def test_a_part_that_is_lost_as_a_whole_is_not_told_as_missing() -> None:
    facts = document_facts(tagged=False, title="", lost=(Loss(Part.TAGS), Loss(Part.METADATA)))
    assert not [one for one in judged(facts).findings if one.outcome is Outcome.FAILED]
    said = untested(facts)
    assert said["pdf-uden-koder"] == "Filens koder (tags) kan ikke læses, så reglen er ikke prøvet."
    assert "metadata" in said["pdf-uden-titel"]


def test_without_tags_nothing_more_is_told_of_what_depends_on_them() -> None:
    facts = document_facts(tagged=False, lost=(Loss(Part.CONTENT, 2),))
    assert "pdf-indhold-uden-koder" not in untested(facts)
    assert "pdf-skrifter-med-fejl" in untested(facts)


def test_what_the_limits_leave_out_is_lost() -> None:
    facts = read(sound(), PdfLimits(pages=1))
    assert Loss(Part.CONTENT, 2, onward=True) in facts.lost
    assert "Side 2 og frem" in untested(facts)["pdf-indhold-uden-koder"]
    assert not conformant(facts)


def test_a_font_too_large_to_be_read_is_lost_and_not_told_as_not_embedded() -> None:
    facts = read(sound(), PdfLimits(font=100))
    assert Part.FONTS in {loss.part for loss in facts.lost}
    assert not [font for font in facts.fonts if FontFlaw.NOT_EMBEDDED in font.flaws]
    assert "pdf-skrifter-med-fejl" in untested(facts)


def test_a_file_whose_table_of_objects_was_rebuilt_is_not_told_to_lack_what_may_have_been_lost() -> None:
    body = re.sub(rb"startxref\s+\d+", b"startxref\n7", untagged())
    facts = read(body)
    assert facts.lost == (Loss(Part.FILE),)
    assert not facts.tagged
    told = untested(facts)
    assert (
        told["pdf-uden-koder"] == "Filen er beskadiget, og noget af den kan mangle, så reglen er ikke prøvet."
    )
    assert {"pdf-uden-titel", "pdf-uden-sprog", "pdf-uden-bogmærker"} <= set(told)
    assert "pdf-uden-koder" in {one.rule for one in judged(read(untagged())).findings}


def test_a_table_of_objects_that_proves_wrong_late_is_damage_to_the_frame_too() -> None:
    with pikepdf.open(io.BytesIO(sound())) as pdf:
        target = io.BytesIO()
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(io.BytesIO(target.getvalue())) as pdf:
        number = pdf.Root.StructTreeRoot.objgen[0]
    body = target.getvalue()
    at = body.rindex(b"xref\n0 ", 0, body.rindex(b"startxref"))
    row = re.compile(rb"\d{10} \d{5} [nf]").finditer(body, at)
    start = next(islice(row, number, None)).start()
    facts = read(body[:start] + b"0000000009" + body[start + 10 :])
    assert {Loss(Part.FILE), Loss(Part.TAGS)} <= set(facts.lost)


@pytest.mark.parametrize("part", list(Part))
def test_every_part_has_rules_that_ask_for_it(part: Part) -> None:
    assert untested(document_facts(lost=(Loss(part),)))


def test_only_checks_that_rules_name_are_said_to_need_parts() -> None:
    assert set(NEEDS) <= {rule.check for rule in rulebook().rules.values()}
