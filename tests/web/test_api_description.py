"""The API's description: whole, with examples that hold, and a page that needs nothing from elsewhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from api_things import holds, workshop_in
from jsonschema import Draft202012Validator

from tilgaengelig.web import docs
from tilgaengelig.web.api import make_app
from tilgaengelig.web.docs import _example_of


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with workshop_in(tmp_path_factory.mktemp("api")) as workshop:
        yield make_app(workshop).openapi()


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for methods in document["paths"].values():
        for operation in methods.values():
            yield operation["operationId"], operation


def test_every_operation_says_what_it_does(document: dict[str, Any]) -> None:
    names = [name for name, _ in _operations(document)]
    assert len(names) == len(set(names)) == 47
    for _, operation in _operations(document):
        assert operation["summary"]
        assert operation["description"].endswith(".")
        assert operation["tags"]
        for parameter in operation.get("parameters", ()):
            assert parameter["description"]
            assert parameter.get("examples") or parameter["schema"]["examples"]


def test_every_example_holds(document: dict[str, Any]) -> None:
    for name, operation in _operations(document):
        body = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if body:
            holds(document, body["schema"], _example_of(body))
        for parameter in operation.get("parameters", ()):
            for example in parameter["schema"]["examples"]:
                holds(document, parameter["schema"], example)
        for status, answer in operation["responses"].items():
            for kind, content in answer.get("content", {}).items():
                if kind.endswith("json") and content["schema"].get("format") != "binary":
                    assert "example" in content, (name, status)
                    holds(document, content["schema"], content["example"])


def test_every_schema_is_one(document: dict[str, Any]) -> None:
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_problem_that_can_be_told_is_described(document: dict[str, Any]) -> None:
    for _, operation in _operations(document):
        for status, answer in operation["responses"].items():
            if status.startswith("4"):
                assert list(answer["content"]) == ["application/problem+json"]
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_the_page_has_every_operation_and_needs_nothing_from_elsewhere(document: dict[str, Any]) -> None:
    text = docs.page(document)
    page = lxml.html.document_fromstring(text)
    assert page.get("lang") == "da"
    headings = {heading.get("id") for heading in page.iter("h3")}
    assert headings == {name for name, _ in _operations(document)}
    assert not page.xpath("//script|//link|//img|//iframe|//*[@style]")
    assert not re.search(r"(src|href)=\"(https?:)?//", text)
    targets = {link.get("href") for link in page.iter("a")} - {"/api/v1/openapi.json"}
    assert targets <= {f"#{name}" for name in re.findall(r'id="([^"]+)"', text)}


def test_nothing_of_fastapis_own_pages_is_there(tmp_path: Path) -> None:
    with workshop_in(tmp_path) as workshop:
        paths = {getattr(route, "path", "") for route in make_app(workshop).routes}
    assert not paths & {"/docs", "/redoc", "/openapi.json", "/docs/oauth2-redirect"}
