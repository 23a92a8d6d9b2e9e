"""The API's description as a page: made of the OpenAPI document, with no script and nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from tilgaengelig.danish.figures import number
from tilgaengelig.web.places import OPENAPI

_STYLE = """
:root { color-scheme: light dark; --line: #767676; --soft: #f2f2f2; --link: #0b4f9e; }
@media (prefers-color-scheme: dark) { :root { --soft: #262626; --link: #9ecbff; } }
body { font: 1rem/1.6 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }
a { color: var(--link); }
a:focus-visible, pre:focus-visible, .wide:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
h2 { border-top: 2px solid var(--line); margin-top: 3rem; padding-top: 1rem; }
h3 { margin-top: 2.5rem; }
p, h3, p code { overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, monospace; font-size: .95em; }
pre { background: var(--soft); overflow-x: auto; padding: .75rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; }
caption { font-weight: bold; padding: .5rem 0; text-align: left; }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
.skip { left: -99rem; position: absolute; }
.skip:focus { position: static; }
"""
POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"
)
_PLACES = {"path": "i adressen", "query": "efter ?", "header": "i hovedet"}
_KINDS = {"string": "tekst", "integer": "helt tal", "number": "tal", "boolean": "true eller false"}

Document = dict[str, Any]


def page(document: Document) -> str:
    """The whole page."""
    return "".join(_page(document))


def _page(document: Document) -> Iterator[str]:
    info = document["info"]
    title = f"API'et for {info['title']}"
    yield (
        '<!DOCTYPE html>\n<html lang="da">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#indhold">Gå til indholdet</a>\n'
        f"<header><h1>{escape(title)}</h1>\n<p>Udgave {escape(info['version'])}</p></header>\n"
    )
    yield from _menu(document)
    yield f'<main id="indhold" tabindex="-1">\n<p>{escape(info["description"])}</p>\n'
    yield f'<p>Hele beskrivelsen til programmer: <a href="{OPENAPI}">OpenAPI-dokumentet (JSON)</a>.</p>\n'
    for tag in document["tags"]:
        yield f'<section aria-labelledby="{escape(tag["name"])}">\n'
        yield f'<h2 id="{escape(tag["name"])}">{escape(tag["name"].capitalize())}</h2>\n'
        yield f"<p>{escape(tag['description'])}</p>\n"
        for method, path, operation in _operations(document, tag["name"]):
            yield from _operation(document, method, path, operation)
        yield "</section>\n"
    yield "</main>\n</body>\n</html>\n"


def _menu(document: Document) -> Iterator[str]:
    yield '<nav aria-label="Indhold">\n<ul>\n'
    for tag in document["tags"]:
        name = escape(tag["name"])
        yield f'<li><a href="#{name}">{name.capitalize()}</a>\n<ul>\n'
        for _, _, operation in _operations(document, tag["name"]):
            yield f'<li><a href="#{operation["operationId"]}">{escape(operation["summary"])}</a></li>\n'
        yield "</ul></li>\n"
    yield "</ul>\n</nav>\n"


def _operations(document: Document, tag: str) -> Iterator[tuple[str, str, Document]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if tag in operation["tags"]:
                yield method.upper(), path, operation


def _operation(document: Document, method: str, path: str, operation: Document) -> Iterator[str]:
    yield f'<h3 id="{operation["operationId"]}">{escape(operation["summary"])}</h3>\n'
    yield f"<p><code>{method} {escape(path)}</code></p>\n<p>{escape(operation['description'])}</p>\n"
    rows = [
        (item["name"], _PLACES[item["in"]], _kind(document, item["schema"]), item.get("description", ""))
        for item in operation.get("parameters", ())
    ]
    yield from _table("Det kan du angive", ("Navn", "Hvor", "Hvad", "Betydning"), rows)
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if sent:
        yield from _fields(document, sent["schema"])
        yield from _example("Eksempel på det, du sender", _example_of(sent))
    yield from _answers(operation)


def _fields(document: Document, schema: Document) -> Iterator[str]:
    whole = _resolved(document, schema)
    required = whole.get("required", ())
    rows = [
        (
            name,
            "skal med" if name in required else "kan udelades",
            _kind(document, field),
            field.get("description", ""),
        )
        for name, field in whole.get("properties", {}).items()  # a file that another program shapes has none
    ]
    yield from _table("Det sender du som JSON", ("Navn", "Krav", "Hvad", "Betydning"), rows)


def _answers(operation: Document) -> Iterator[str]:
    rows = [
        (status, answer["description"], ", ".join(answer.get("content", ())) or "intet indhold")
        for status, answer in operation["responses"].items()
    ]
    yield from _table("Svar", ("Status", "Betydning", "Indhold"), rows)
    for status, answer in operation["responses"].items():
        example = answer.get("content", {}).get("application/json", {}).get("example")
        if example is not None:
            yield from _example(f"Eksempel på svar {status}", example)


def _table(caption: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    if not rows:
        return
    yield f'<div class="wide" tabindex="0" role="group" aria-label="{caption}">\n<table>\n'
    yield f"<caption>{caption}</caption>\n<thead><tr>"
    yield "".join(f'<th scope="col">{head}</th>' for head in heads) + "</tr></thead>\n<tbody>\n"
    for name, *cells in rows:
        yield f'<tr><th scope="row"><code>{escape(name)}</code></th>'
        yield "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>\n"
    yield "</tbody>\n</table>\n</div>\n"


def _example(caption: str, example: Any) -> Iterator[str]:
    text = escape(json.dumps(example, ensure_ascii=False, indent=2), quote=False)
    yield f'<p>{caption}:</p>\n<pre tabindex="0" role="group" aria-label="{caption}"><code>{text}</code></pre>\n'


def _example_of(content: Document) -> Any:
    """FastAPI puts the examples of a body beside its schema, or in it."""
    if "example" in content:
        return content["example"]
    return content["schema"]["examples"][0]


def _kind(document: Document, schema: Document) -> str:
    """What a value is, in a few words."""
    for choice in schema.get("anyOf", ()):
        if choice.get("type") != "null":
            return _kind(document, choice)
    whole = _resolved(document, schema)
    words = ", ".join(whole["enum"]) if "enum" in whole else _KINDS.get(whole.get("type", ""), "")
    if "minimum" in whole and "maximum" in whole:
        words += f", {number(whole['minimum'])} til {number(whole['maximum'])}"
    default = schema.get("default")
    return words if default is None else f"{words}; som udgangspunkt {_default(default)}"


def _default(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _resolved(document: Document, schema: Document) -> Document:
    reference = schema.get("$ref") or next(
        (part["$ref"] for part in schema.get("allOf", ()) if "$ref" in part), None
    )
    if reference is None:
        return schema
    found: Document = document["components"]["schemas"][reference.rpartition("/")[2]]
    return found
