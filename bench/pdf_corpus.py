"""Makes real PDFs to measure on, from web pages in Danish: `python bench/pdf_corpus.py PAGES FOLDER [--each 50]`.

With `--long 1000` it makes one report of so many pages instead, by Typst, and the same one with its tags taken out.

PAGES is a folder of HTML (Debian's installation-guide-amd64 or debian-edu-doc-da will do). LibreOffice (`soffice`)
makes a half of its files tagged; WeasyPrint and Typst run in a Python that has them (`--python`), since neither is a
dependency of ours. Each makes a half of its files as PDF/UA-1.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pikepdf

_WEASYPRINT = """
import json, sys, logging, weasyprint
logging.disable(50)
for number, (source, target) in enumerate(json.load(sys.stdin)):
    variant = {"pdf_variant": "pdf/ua-1"} if number % 2 else {}
    try:
        weasyprint.HTML(source).write_pdf(target, **variant)
    except Exception as error:
        print(source, error, file=sys.stderr)
"""
_TYPST = """
import json, sys, typst
for number, (source, target) in enumerate(json.load(sys.stdin)):
    standards = {"pdf_standards": ["ua-1"]} if number % 2 else {}
    try:
        typst.compile(source, output=target, **standards)
    except Exception as error:
        print(source, str(error)[:200], file=sys.stderr)
"""
_TAGGED = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"%s"}}'
_MARK_UP = re.compile(r"([\\#$*_`<>@~=\[\]+/-])")


def main() -> int:
    """The files of each producer, in folders of their own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", type=int, default=50)
    parser.add_argument("--python", default=sys.executable, help="one that has weasyprint and typst")
    parser.add_argument("--long", type=int, default=0, help="pages of one long report")
    given = parser.parse_args()
    pages = sorted(given.pages.rglob("*.htm*"))
    random.Random(8).shuffle(pages)
    if given.long:
        return _long(given.python, pages, given.long, given.folder)
    pages = pages[: given.each]
    _libreoffice(pages, given.folder / "libreoffice")
    _by(given.python, _WEASYPRINT, pages, given.folder / "weasyprint")
    with tempfile.TemporaryDirectory() as scratch:
        sources = [_typst(page, number, Path(scratch)) for number, page in enumerate(pages)]
        _by(given.python, _TYPST, sources, given.folder / "typst")
    for producer in ("libreoffice", "weasyprint", "typst"):
        print(producer, len(list((given.folder / producer).glob("*.pdf"))))
    return 0


def _libreoffice(pages: list[Path], folder: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        for tagged in ("true", "false"):
            sources = [
                shutil.copy(page, Path(scratch) / f"{number:03d}-{page.stem}.html")
                for number, page in enumerate(pages)
                if (number % 2 == 0) is (tagged == "true")
            ]
            command = ["soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless"]
            command += ["--infilter=HTML (StarWriter)", "--convert-to", _TAGGED % tagged]
            subprocess.run([*command, "--outdir", str(folder), *map(str, sources)], check=True)


def _by(python: str, program: str, sources: list[Path], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    pairs = [
        (str(page), str(folder / f"{number:03d}-{page.stem}.pdf")) for number, page in enumerate(sources)
    ]
    subprocess.run([python, "-c", program], input=json.dumps(pairs), text=True, check=True)


def _long(python: str, pages: list[Path], wanted: int, folder: Path) -> int:
    """One report with the text of the pages, over and over until it is long enough; with tags and without."""
    whole = folder / "tagged.pdf"
    with tempfile.TemporaryDirectory() as scratch:
        parts = [_typst(page, number, Path(scratch)) for number, page in enumerate(pages[:100])]
        head, *texts = parts[0].read_text(), *(part.read_text().split("\n", 2)[2] for part in parts[1:])
        source, times = Path(scratch) / "long.typ", 1
        while True:
            source.write_text(head + "\n" + "\n".join(texts * times))
            # The second of a pair is made as PDF/UA-1.
            pairs = [(str(parts[0]), str(Path(scratch) / "first.pdf")), (str(source), str(whole))]
            folder.mkdir(parents=True, exist_ok=True)
            subprocess.run([python, "-c", _TYPST], input=json.dumps(pairs), text=True, check=True)
            with pikepdf.open(whole) as pdf:
                count = len(pdf.pages)
                if count >= wanted:
                    del pdf.pages[wanted:]
                    pdf.save(folder / "tagged.of-length.pdf")
                    del pdf.Root.StructTreeRoot, pdf.Root.MarkInfo
                    pdf.save(folder / "untagged.pdf")
                    break
            times *= -(-wanted // count)
    (folder / "tagged.of-length.pdf").replace(whole)
    print(
        "pages",
        wanted,
        *(f"{path.name} {path.stat().st_size >> 20} MB" for path in sorted(folder.glob("*.pdf"))),
    )
    return 0


def _typst(page: Path, number: int, folder: Path) -> Path:
    """The page's headings, paragraphs, items and tables in Typst's mark-up."""
    source = page.read_text("utf-8", "replace")
    lines = ['#set document(title: "Vejledning")', '#set text(lang: "da")']
    for tag, body in re.findall(r"<(h[1-4]|p|li|td)\b[^>]*>(.*?)</\1>", source, re.S | re.I):
        text = _MARK_UP.sub(r"\\\1", " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split()))
        if text:
            lines.append({"h": "= ", "l": "- "}.get(tag[0].lower(), "") + text + "\n")
    cells = ", ".join(f"[Felt {at}]" for at in range(6))
    lines.append(f"#table(columns: 3, table.header([A], [B], [C]), {cells})")
    target = folder / f"{number:03d}.typ"
    target.write_text("\n".join(lines))
    return target


if __name__ == "__main__":
    sys.exit(main())
