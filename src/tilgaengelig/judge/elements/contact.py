"""Links to a telephone number or an e-mail address: whether they can work, and say what they do.

Nothing is ever called or written to: all is told from the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from tilgaengelig.danish.dates import dates
from tilgaengelig.judge.elements.texts import plain, unbroken
from tilgaengelig.judge.own import finding
from tilgaengelig.judge.page import own_finding
from tilgaengelig.model.finding import Finding, Outcome, Region
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import Element, PageFacts

#: A run of digits, divided in any way that people divide a telephone number: 33 92 93 00, 70 20 1212, (33) 92 93 00.
_RUN = re.compile(
    r"(?<![\w@/+])(?<!\d[ .,/\u00a0-])(?:\(?(?:\+|00) ?45\)?[ .\u00a0-]?)?"
    r"(?P<own>(?:\(\d{1,4}\)[ \u00a0]?)?\d(?:[ .\u00a0-]?\d)*)(?![\w@]|[ .,/\u00a0-]\d)"
)
#: Runs that may have eight digits too: with a year in them (2024-1234, 01.03.2026), hours, amounts, numbers of cases.
_NO_NUMBER = re.compile(
    r"(?:^|[.-])(?:19|20)\d\d(?:[.-]|$)|^[012]?\d\.?[0-5]\d-[012]?\d\.?[0-5]\d$|^\d{1,3}(?:\.\d{3})+$|^\d\d-\d{6}$"
)
#: What a telephone dials once it is answered: a pause, and then a local number.
_AFTER = re.compile(r"(?<=\d)\s*[,pw][\d,pw*#\s]*$", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@<>,;]{1,64}@[^\s@<>,;]{1,255}")
#: RFC 5321: a domain of at least two labels, none of which begins or ends with a hyphen.
_DOMAIN = re.compile(r"(?!-)[^\s@.]{1,63}(?<!-)(?:\.(?!-)[^\s@.]{1,63}(?<!-)){1,8}")
_LOCAL = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}")
#: Emergency and service numbers: 112, 114, 1813, 116 111, 10 2 30.
_SHORT = range(3, 7)
_DANISH = 8
_ABROAD = range(7, 16)
_DO = re.compile(
    r"\b(?:ring\b|skriv\stil|kontakt|send\b|ansøg|søg\b|klik|udfyld|bestil|hent|mød\sop|henvend|tilmeld|log\sind|frist)\w*",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(r"(?<!\d)(?:\d{2}[ .]?){4}(?!\d)")


def telephone(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """`tel:` links that nobody can ring by: letters, too few or too many digits, another number than the text shows.

    RFC 3966; a Danish number has eight digits, with +45 before it or not.
    """
    for element in _links(facts, "tel:"):
        number = _AFTER.sub("", unquote(element.attributes["href"][4:]).partition(";")[0])
        wrong = _number_fault(number) or _another_number(number, element.text)
        if wrong:
            yield own_finding(rule, element, Outcome.FAILED, wrong)


def mail(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """`mailto:` links that nobody can write by: no sign @, a domain without a dot, another address than shown.

    RFC 6068; a link without an address, which only fills in a subject, is for sharing a page.
    """
    for element in _links(facts, "mailto:"):
        written = unquote(element.attributes["href"][7:]).partition("?")[0]
        for address in filter(None, map(str.strip, written.split(","))):
            wrong = _mail_fault(address) or _another_mail(written, element.text)
            if wrong:
                yield own_finding(rule, element, Outcome.FAILED, wrong)
                break


def next_step(facts: PageFacts, rule: Rule, *, least: int = 120) -> Iterator[Finding]:
    """Pages of some length with nothing to do next: no link, number, address, form or day. A hint only."""
    words = sum(len(block.text.split()) for block in facts.blocks)
    if words < least or any(map(_leads_on, facts.elements)):
        return
    for block in facts.blocks:
        if (
            _DO.search(block.text)
            or _TELEPHONE.search(block.text)
            or "@" in block.text
            or any(dates(block.text))
        ):
            return
    message = (
        "Siden har hverken link, telefonnummer eller frist i teksten. Ved læseren, hvad næste skridt er?"
    )
    yield finding(rule, Outcome.CANT_TELL, message)


def _links(facts: PageFacts, scheme: str) -> Iterator[Element]:
    for element in facts.elements:
        if element.tag in ("a", "area") and element.attributes.get("href", "").lower().startswith(scheme):
            yield element


def _leads_on(element: Element) -> bool:
    if element.place.region not in (Region.MAIN, Region.NONE, Region.ASIDE):
        return False
    if element.tag in ("button", "form", "input", "select", "textarea", "iframe", "video", "audio"):
        return True
    return element.tag in ("a", "area") and bool(element.attributes.get("href"))


def _number_fault(number: str) -> str:
    """What is wrong with a number, in Danish; "" where nothing is."""
    if not number.strip():
        return "Linket har intet telefonnummer."
    digits = re.sub(r"\D", "", number)
    if re.sub(r"[\d\s()./+\u2010-\u2015*#-]", "", number):
        return f"Linket ringer til ”{number}”, som ikke er et telefonnummer."
    national = _national(number)
    if national is None:
        if len(digits) in _ABROAD:
            return ""
        return f"Linket ringer til {number}. Et nummer med landekode har mellem 7 og 15 cifre."
    if len(national) in (_DANISH, *_SHORT):
        return ""
    if national.startswith("45") and len(national) == _DANISH + 2:
        return f"Linket ringer til {number}. Der mangler et plus foran landekoden 45."
    return f"Linket ringer til {number}, som har {len(national)} cifre. Et dansk nummer har 8."


def _national(number: str) -> str | None:
    """The digits of a Danish number without the country's, None of a number abroad."""
    bare = re.sub(r"[^\d+]", "", number)
    for prefix in ("+45", "0045"):
        if bare.startswith(prefix):
            return bare[len(prefix) :]
    if len(bare) == _DANISH and bare.isdigit():
        return bare
    return None if bare.startswith(("+", "00")) else bare


def _another_number(number: str, text: str) -> str:
    """Where the text shows one whole Danish number, and it is another."""
    shown = [found for found in _RUN.finditer(unbroken(text)) if _is_danish(found["own"])]
    dialled = _national(number)
    if len(shown) != 1 or dialled is None or len(dialled) != _DANISH:
        return ""
    if re.sub(r"\D", "", shown[0]["own"]) == dialled:
        return ""
    return f"Der står {shown[0].group()}, men linket ringer til {number}."


def _is_danish(run: str) -> bool:
    return sum(map(str.isdigit, run)) == _DANISH and not _NO_NUMBER.search(run)


def _mail_fault(address: str) -> str:
    local, at, domain = address.rpartition("@")
    if not at:
        return f"Linket skriver til ”{address}”, som ikke er en mailadresse."
    if "." not in domain:
        return f"Linket skriver til ”{address}”, men ”{domain}” er ikke et helt domæne."
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        return f"Mailadressen ”{address}” er skrevet forkert."
    return ""


def _another_mail(written: str, text: str) -> str:
    shown = [plain(found.group()) for found in _MAIL.finditer(unbroken(text))]
    if len(shown) != 1 or not _DOMAIN.fullmatch(shown[0].partition("@")[2]):
        return ""
    if shown[0] in unbroken(written).lower():
        return ""
    return f"Der står {shown[0]}, men linket skriver til {written}."
