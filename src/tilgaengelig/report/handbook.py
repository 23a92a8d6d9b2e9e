"""The rulebook as the house's handbook: a static site that needs no network and no script."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tilgaengelig import resources
from tilgaengelig.model.reach import Reach, reach, testing
from tilgaengelig.model.rule import Criterion, Duty, Responsibility, Rule, Topic
from tilgaengelig.report.content import Lesson
from tilgaengelig.report.files import write_whole
from tilgaengelig.report.words import environment

_FOLDER = "haandbog"
#: Many texts may show one rule; these many stand open on its page.
_FIRST_EXAMPLES = 4
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
_TECHNIQUES = "https://www.w3.org/WAI/WCAG22/Techniques/"
_TECHNIQUE_FOLDERS = {
    "ARIA": "aria", "C": "css", "F": "failures", "G": "general", "H": "html", "PDF": "pdf",
    "SCR": "client-side-script", "SM": "smil", "SVR": "server-side-script", "T": "text",
}  # fmt: skip
_ACT = "https://www.w3.org/WAI/standards-guidelines/act/rules/"
#: What a supplier brings is code and form; the words on a page are the house's own.
_SUPPLIED = (Responsibility.LEVERANDOER, Responsibility.UDVIKLER, Responsibility.DESIGNER)


@dataclass(frozen=True)
class Handbook:
    """What the handbook shows, in one language ("da" or "en"); `lessons` are the house's own faults on `site`."""

    rules: Mapping[str, Rule]
    criteria: Mapping[str, Criterion]
    topics: Mapping[str, Topic]
    language: str
    digest: str
    version: str
    site: str = ""
    lessons: tuple[Lesson, ...] = ()
    first_examples: int = _FIRST_EXAMPLES
    roles: tuple[Responsibility, ...] = tuple(Responsibility)

    @cached_property
    def words(self) -> Mapping[str, Any]:
        """The handbook's own words in its language."""
        whole = json.loads((resources.REPORTS / _FOLDER / "ord.json").read_text(encoding="utf-8"))
        words: Mapping[str, Any] = whole[self.language]
        return words

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What stands in the menu: page and name."""
        pages = [
            ("index.html", "home"),
            ("krav.html", "criteria"),
            ("regler.html", "rules"),
            ("print.html", "print"),
        ]
        pages += [("fejl.html", "lessons")] if self.lessons else []
        return [(path, self.words[name]) for path, name in pages]

    @cached_property
    def used(self) -> list[Rule]:
        """The rules in use, by title."""
        return sorted((rule for rule in self.rules.values() if rule.active), key=self._by_title)

    @cached_property
    def unused(self) -> list[Rule]:
        """The rules that are switched off or retired, by title."""
        return sorted((rule for rule in self.rules.values() if not rule.active), key=self._by_title)

    @property
    def used_topics(self) -> list[Topic]:
        """The topics that have rules in use, in their order."""
        return [topic for topic in self.topics.values() if self.of_topic(topic)]

    def of_topic(self, topic: Topic) -> list[Rule]:
        """The rules in use on a topic."""
        return [rule for rule in self.used if rule.topic == topic.id]

    def of_role(self, role: Responsibility) -> list[Rule]:
        """What concerns a role: what it mends; for a supplier what it may have brought, for a lawyer the duties."""
        if role is Responsibility.JURIST:
            return [rule for rule in self.used if rule.duty is Duty.LOVKRAV or rule.responsibility is role]
        roles = _SUPPLIED if role is Responsibility.LEVERANDOER else (role,)
        return [rule for rule in self.used if rule.responsibility in roles]

    def of_criterion(self, criterion: Criterion) -> tuple[Rule, ...]:
        """The rules that test it."""
        return testing(criterion, self.used)

    def reach(self, criterion: Criterion) -> Reach:
        """How far the rules in use see into it."""
        return reach(criterion, self.used)

    @property
    def coverage_sentence(self) -> str:
        """How many criteria the rules see most of, some of and nothing of."""
        seen = [self.reach(criterion) for criterion in self.criteria.values()]
        counts = {one.value: seen.count(one) for one in Reach}
        told: str = self.words["coverage"].format(all=len(seen), **counts)
        return told

    def for_documents(self, rule: Rule) -> bool:
        """True where the rule is about files, to which another chapter of EN 301 549 applies."""
        return rule.check.startswith("document.")

    def rule_path(self, rule: Rule) -> str:
        """Where its page lies, from the top."""
        return f"regler/{_file(rule.id)}"

    def topic_path(self, topic: Topic) -> str:
        """Where its page lies, from the top."""
        return f"emner/{_file(topic.id)}"

    def role_path(self, role: Responsibility) -> str:
        """Where its page lies, from the top."""
        return f"roller/{_file(role.value)}"

    def criterion_path(self, criterion: Criterion) -> str:
        """Where its page lies, from the top."""
        return f"krav/{_file(criterion.sc.replace('.', '-'))}"

    def technique_address(self, name: str) -> str:
        """Where W3C explains the technique."""
        return f"{_TECHNIQUES}{_TECHNIQUE_FOLDERS[name.rstrip('0123456789')]}/{name}"

    def act_address(self, name: str) -> str:
        """Where W3C shows the ACT rule."""
        return f"{_ACT}{name}/"

    def _by_title(self, rule: Rule) -> str:
        return rule.title.get(self.language, rule.title["da"]).casefold()


def write_handbook(book: Handbook, folder: Path) -> list[Path]:
    """Writes every page, the style and the script; where they lie, the front page first."""
    template = environment().get_template(f"{_FOLDER}/ramme.html.j2")
    written = []
    for path, kind, part, title, given in _pages(book):
        root = "../" * path.count("/")
        pieces = template.generate(h=book, kind=kind, here=path, part=part, title=title, root=root, **given)
        write_whole(folder / path, pieces)
        written.append(folder / path)
    style = ("rapport.css", f"{_FOLDER}/haandbog.css")
    for name, sources in (("stil.css", style), ("soeg.js", (f"{_FOLDER}/soeg.js",))):
        texts = ((resources.REPORTS / source).read_text(encoding="utf-8") for source in sources)
        write_whole(folder / name, texts)
        written.append(folder / name)
    return written


def _pages(book: Handbook) -> Iterator[tuple[str, str, str, str, dict[str, Any]]]:
    """Each page: its path, its template, the part of the menu it is under, its title, and what it is about."""
    words = book.words
    yield "index.html", "forside", "index.html", words["name"], {}
    yield "krav.html", "krav", "krav.html", words["criteria"], {}
    yield "regler.html", "regler", "regler.html", words["rules"], {}
    yield "print.html", "print", "print.html", words["print"], {}
    if book.lessons:
        yield "fejl.html", "fejl", "fejl.html", words["lessons"], {}
    for role in book.roles:
        yield book.role_path(role), "rolle", "index.html", words["people"][role], {"role": role}
    said = _sayer(book.language)
    for topic in book.used_topics:
        yield book.topic_path(topic), "emne", "index.html", said(topic.name), {"topic": topic}
    for criterion in book.criteria.values():
        title = f"{criterion.sc} {said(criterion.name)}"
        yield book.criterion_path(criterion), "kriterium", "krav.html", title, {"criterion": criterion}
    for rule in (*book.used, *book.unused):
        yield book.rule_path(rule), "regel", "regler.html", said(rule.title), {"rule": rule}


def _sayer(language: str) -> Callable[[Mapping[str, str]], str]:
    return lambda words: words.get(language) or words["da"]


def _file(name: str) -> str:
    """A file name that every system and every archive can hold."""
    return f"{name.translate(_LETTERS)}.html"
