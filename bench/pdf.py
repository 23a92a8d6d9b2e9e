"""How right and how fast PDFs are judged; the tables of docs/pdf.md.

    python bench/pdf.py corpus SUITE                      a table of veraPDF's atomic files by checkpoint
    python bench/pdf.py agreement VERAPDF FOLDER…         (file, rule) pairs against veraPDF, by producer
    python bench/pdf.py speed FILE…                       pages a second on one core, with and without looks
        [--verapdf VERAPDF] [--page-validation PYTHON]    and others beside it
    python bench/pdf.py mutate FOLDER [--runs 10000]      broken files: no crash, no hang, bounded memory

VERAPDF is the command that the suite's oracle/setup makes, PYTHON one that has page-validation.
A folder's name is its producer's. Files may be .pdf.gz.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdf_rules
import table
from pdf_mutations import mutate

from tilgaengelig import resources
from tilgaengelig.gather.pdf import PdfLimits
from tilgaengelig.gather.pdf.document import read_document
from tilgaengelig.judge.checks import CHECKS
from tilgaengelig.judge.verdict import conforms, judge
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.subject import DocumentFacts
from tilgaengelig.rulebook.book import Rulebook

_ATOMIC = re.compile(r"(?P<clause>[\d.]+)-t(?P<test>\d+)-(?P<verdict>pass|fail)")
_LIMIT = 40
_MOST_EXAMPLES = 3
_PAGE_VALIDATION = """
import sys, page
for path in sys.stdin.read().split("\\n"):
    try:
        page.is_pdf_compliant(path, profile=page.ValidationProfile.PDF_UA_1)
    except page.PageError:
        pass
"""


def main() -> int:
    """One of the measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    kinds = parser.add_subparsers(dest="kind", required=True)
    kinds.add_parser("corpus").add_argument("suite", type=Path)
    agreement = kinds.add_parser("agreement")
    agreement.add_argument("verapdf", type=Path)
    agreement.add_argument("folders", type=Path, nargs="+")
    speed = kinds.add_parser("speed")
    speed.add_argument("--verapdf", type=Path)
    speed.add_argument("--page-validation", type=Path)
    speed.add_argument("files", type=Path, nargs="+")
    broken = kinds.add_parser("mutate")
    broken.add_argument("folder", type=Path)
    broken.add_argument("--runs", type=int, default=10_000)
    broken.add_argument("--first", type=int, default=0, help="the seed of the first run, to go on from")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    print(table.machine())
    if given.kind == "corpus":
        return _corpus(given.suite)
    if given.kind == "agreement":
        return _agreement(given.verapdf, given.folders)
    if given.kind == "speed":
        return _speed(given.files, given.verapdf, given.page_validation)
    return mutate(sorted(_files(given.folder)), given.first, given.runs)


def _book() -> Rulebook:
    return Rulebook.load([resources.RULES], CHECKS, resources.AXE / "locales" / "da.json")


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.name.endswith((".pdf", ".pdf.gz")))


def _body(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def _judged(path: Path, book: Rulebook, limits: PdfLimits) -> tuple[DocumentFacts, tuple[Finding, ...]]:
    facts = read_document(_body(path), str(path), limits)
    return facts, judge(facts, book.rules, _LIMIT).findings


def _corpus(suite: Path) -> int:
    book = _book()
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(_files(suite)):
        named = _ATOMIC.match(path.name)
        if named is None:
            continue
        rule = f"{named['clause']}-{int(named['test'])}"
        checkpoint = pdf_rules.CONDITIONS.get(rule, "??")[:2]
        facts, findings = _judged(path, book, PdfLimits())
        good = named["verdict"] == "pass"
        counts[checkpoint]["good" if good else "bad"] += 1
        counts[checkpoint]["right"] += conforms(facts, findings) is good
    rows = [
        [checkpoint, one["bad"], one["good"], f"{one['right']} of {one['bad'] + one['good']}"]
        for checkpoint, one in sorted(counts.items())
    ]
    whole = sum(counts.values(), Counter())
    rows.append(["all", whole["bad"], whole["good"], f"{whole['right']} of {whole['bad'] + whole['good']}"])
    table.show("Atomic files by Matterhorn checkpoint", ["checkpoint", "faulty", "good", "right"], rows)
    return 0 if whole["right"] == whole["bad"] + whole["good"] else 1


def _agreement(verapdf: Path, folders: Iterable[Path]) -> int:
    book, rows = _book(), []
    whole: Counter[str] = Counter()
    apart: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for folder in folders:
        count = _agreed(sorted(_files(folder)), verapdf, book, apart)
        rows.append([folder.name, count["files"], *_scores(count)])
        whole += count
    rows.append(["all", whole["files"], *_scores(whole)])
    heads = ["producer", "files", "same", "ours only", "veraPDF only", "precision", "recall"]
    table.show("(file, rule) pairs against veraPDF", heads, rows)
    told = [
        [who, condition, len(files), ", ".join(files[:_MOST_EXAMPLES])]
        for (who, condition), files in sorted(apart.items(), key=lambda one: -len(one[1]))
    ]
    table.show("Where they part", ["who", "condition", "files", "such as"], told)
    return 0


def _scores(count: Counter[str]) -> list[object]:
    same, ours, theirs = count["same"], count["ours"], count["theirs"]
    return [same, ours, theirs, f"{same / max(same + ours, 1):.4f}", f"{same / max(same + theirs, 1):.4f}"]


def _agreed(
    paths: list[Path], verapdf: Path, book: Rulebook, apart: defaultdict[tuple[str, str], list[str]]
) -> Counter[str]:
    count: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        plain = [_plain(path, number, Path(scratch)) for number, path in enumerate(paths)]
        answers = _asked(verapdf, plain)
    for path, answer in zip(paths, answers, strict=True):
        if "error" in answer:
            continue
        try:
            facts, findings = _judged(path, book, replace(PdfLimits(), looks=0))
        except Unread:
            continue
        count["files"] += 1
        theirs = pdf_rules.of_verapdf(one["rule"] for one in answer["findings"])
        failed = (one for one in findings if one.outcome is Outcome.FAILED)
        ours = pdf_rules.of_ours(condition for one in failed for condition in one.matterhorn)
        if not facts.tagged:
            theirs, ours = theirs - pdf_rules.FOLLOWS, ours - pdf_rules.FOLLOWS
        count["same"] += len(ours & theirs)
        count["ours"] += len(ours - theirs)
        count["theirs"] += len(theirs - ours)
        for who, conditions in (("ours", ours - theirs), ("veraPDF", theirs - ours)):
            for condition in conditions:
                apart[who, condition].append(path.name)
    return count


def _plain(path: Path, number: int, scratch: Path) -> Path:
    """The file as veraPDF can open it."""
    if path.suffix != ".gz":
        return path.resolve()
    target = scratch / f"{number}.pdf"
    target.write_bytes(_body(path))
    return target


def _asked(verapdf: Path, paths: list[Path]) -> list[dict[str, Any]]:
    asked = "\n".join(map(str, paths))
    made = subprocess.run([str(verapdf), "ua1"], input=asked, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in made.stdout.splitlines() if line.startswith("{")]


def _speed(files: list[Path], verapdf: Path | None, page_validation: Path | None) -> int:
    book, rows = _book(), []
    bodies = [(str(path), _body(path)) for path in files]
    # What is loaded once in a process, such as the language model, is no file's cost.
    judge(read_document(bodies[0][1], bodies[0][0]), book.rules, _LIMIT)
    for name, looks in (("without contrast", 0), ("with contrast", 10_000)):
        limits = replace(PdfLimits(), looks=looks)
        started, pages, slowest = time.process_time(), 0, 0.0
        for path, body in bodies:
            began = time.process_time()
            facts = read_document(body, path, limits)
            judge(facts, book.rules, _LIMIT)
            pages += facts.pages
            slowest = max(slowest, time.process_time() - began)
        spent = time.process_time() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        rows.append([name, len(bodies), pages, pages / spent, 1000 * spent / len(bodies), slowest, peak])
    others = {"veraPDF": [verapdf, "ua1"], "page-validation": [page_validation, "-c", _PAGE_VALIDATION]}
    with tempfile.TemporaryDirectory() as scratch:
        asked = "\n".join(str(_plain(path, at, Path(scratch))) for at, path in enumerate(files))
        for name, command in others.items():
            if command[0]:
                spent = _spent_by(list(map(str, command)), asked)
                rows.append([name, len(files), pages, pages / spent, 1000 * spent / len(files), "-", "-"])
    heads = ["what", "files", "pages", "pages/s", "ms a file", "slowest (s)", "peak MB"]
    table.show("Speed on one core, processor time", heads, rows)
    return 0


def _spent_by(command: list[str], asked: str) -> float:
    """The processor time of a command that is asked for files on its standard input, its start included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
