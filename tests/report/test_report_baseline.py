"""A build fails for what is new since the baseline, and for nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from report_factory import SITE, component, overview, page, report_of

from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.overview import Component, Overview
from tilgaengelig.model.rule import Responsibility
from tilgaengelig.report import write_json
from tilgaengelig.report.baseline import read_baseline

IMAGE = "billede-uden-alternativ-tekst"
TEMPLATE = {"responsibility": Responsibility.UDVIKLER}


def new_since(before: tuple[Component, ...], after: tuple[Component, ...], folder: Path) -> list[str]:
    write_json(report_of(site(before)), folder / "rapport.json")
    return [
        fault.component.id for fault in read_baseline(folder / "rapport.json").new(report_of(site(after)))
    ]


def site(components: tuple[Component, ...]) -> Overview:
    return overview((page("/"), page("/ny")), components)


def test_a_known_fault_is_not_new_on_another_host_either(tmp_path: Path) -> None:
    before = component(1, IMAGE, (SITE + "/side?nr=2",))
    after = component(1, IMAGE, ("http://localhost:8080/side?nr=2",))
    assert new_since((before,), (after,), tmp_path) == []


def test_another_fault_is_new(tmp_path: Path) -> None:
    first, second = component(1, IMAGE, (SITE + "/",)), component(2, IMAGE, (SITE + "/",))
    assert new_since((first,), (first, second), tmp_path) == [second.id]


def test_what_an_editor_wrote_on_a_further_page_is_new(tmp_path: Path) -> None:
    before, after = component(1, IMAGE, (SITE + "/",)), component(1, IMAGE, (SITE + "/", SITE + "/ny"))
    assert new_since((before,), (after,), tmp_path) == [after.id]


def test_a_further_page_with_the_template_s_fault_is_not_new(tmp_path: Path) -> None:
    before = component(1, IMAGE, (SITE + "/",), **TEMPLATE)
    after = component(1, IMAGE, (SITE + "/", SITE + "/ny"), **TEMPLATE)
    assert new_since((before,), (after,), tmp_path) == []


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"components": [1]}', '{"components": [{"id": 1}]}', "\ud800"]
)
def test_a_file_that_is_no_report_is_told_as_such(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(WrongUse, match=r"ikke en rapport\.json"):
        read_baseline(tmp_path / "x.json")


def test_a_file_that_is_not_there_says_how_it_is_made(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="Scan først uden --baseline"):
        read_baseline(tmp_path / "mangler.json")
