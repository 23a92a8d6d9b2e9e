"""Checks of what the pages show against what the tags hold (ISO 14289-1, 7.1 and 7.20)."""

from __future__ import annotations

from collections.abc import Iterator

from tilgaengelig.judge.document.telling import counted, failed, listed, on_pages
from tilgaengelig.judge.document.tree import needs_tags
from tilgaengelig.model.finding import Finding
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import DocumentFacts


@needs_tags
def loose_content(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Text or images outside tags: nobody hears of them (Matterhorn 01-005)."""
    pages = [page for page in facts.content if page.loose_text or page.loose_images]
    if not pages:
        return
    texts, images = sum(page.loose_text for page in pages), sum(page.loose_images for page in pages)
    things = [
        *([counted(texts, "stykke tekst", "stykker tekst")] if texts else []),
        *([counted(images, "billede", "billeder")] if images else []),
    ]
    where = on_pages((page.page for page in pages), facts.pages)
    yield failed(
        rule, f"{where} har {listed(things)} uden kode. Det springer en skærmlæser over.", pages[0].page
    )


@needs_tags
def loose_lines(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Lines, areas and blanks that are not marked as decoration (Matterhorn 01-005): nobody misses them."""
    pages = [page for page in facts.content if page.loose_lines or page.loose_blanks]
    if not pages:
        return
    lines, blanks = sum(page.loose_lines for page in pages), sum(page.loose_blanks for page in pages)
    things = [
        *([counted(lines, "streg eller flade", "streger og flader")] if lines else []),
        *([counted(blanks, "mellemrum", "mellemrum")] if blanks else []),
    ]
    where = on_pages((page.page for page in pages), facts.pages)
    yield failed(rule, f"{where} har {listed(things)}, der ikke er mærket som pynt.", pages[0].page)


@needs_tags
def mixed(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Decoration inside content or content inside decoration (Matterhorn 01-003, 01-004)."""
    for condition, message, attribute in (
        ("01-003", "har pynt midt i det kodede indhold", "artifacts_in_tags"),
        ("01-004", "har kodet indhold, der samtidig er mærket som pynt", "tags_in_artifacts"),
    ):
        pages = [page.page for page in facts.content if getattr(page, attribute)]
        if pages:
            yield failed(
                rule, f"{on_pages(pages, facts.pages)} {message}.", pages[0], matterhorn=(condition,)
            )


def reused(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Forms that show other files, or tagged ones that are shown more than once (Matterhorn 30-001, 30-002)."""
    if facts.extras.references:
        yield failed(rule, "Dokumentet viser indhold, der ligger i en anden fil.", matterhorn=("30-001",))
    if facts.extras.shared_forms:
        message = "Det samme kodede indhold bliver vist flere gange, så koderne ikke passer til siden."
        yield failed(rule, message, matterhorn=("30-002",))
