"""Whether the text of a PDF is words at all: what a scanner's reading of letters leaves may be rubbish."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tilgaengelig.danish.frequency import is_rare
from tilgaengelig.judge.document.telling import asked, listed, shortened
from tilgaengelig.model.finding import Finding
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import DocumentFacts

_EDGES = "\"'”“„»«’‘()[]{}.,;:!?…–—-•*/"
_LETTER = re.compile(r"[^\W\d_]")
#: Signs that no word has inside: a bar, a brace, a sign of the scanner for what it could not read.
_SIGN_WITHIN = re.compile(r"[^\W\d_][|!\[\]{}<>~^\\¦¬£$%*=;:?\ufffd][^\W\d_]")
_DIGIT_WITHIN = re.compile(r"[^\W\d_]\d+[^\W\d_]")
_CAPITAL_WITHIN = re.compile(r"[a-zæøå][A-ZÆØÅ][a-zæøå]*[A-ZÆØÅ]")
_NO_VOWEL = re.compile(r"[b-df-hj-np-tv-xz]{4,}")
_ADDRESS = re.compile(r"[@/]|www\.|\.\w{2,4}$")
_MOST_TOKENS = 20_000
_EXAMPLES = 3
_LONGEST_WORD = 40


def rubbish_text(
    facts: DocumentFacts,
    rule: Rule,
    *,
    least_words: int = 60,
    odd_share: float = 0.05,
    known_share: float = 0.8,
) -> Iterator[Finding]:
    """Text of which many words are none (WCAG 1.1.1, technique PDF7): two signs together, for each alone misleads.

    Code and tables have odd tokens but other words too; a text in another language has few common Danish words,
    but they are words. `odd_share` is the least share of tokens with signs, digits or capitals within or without
    vowels, `known_share` what the share of common Danish words must be below.
    """
    tokens = [token for block in facts.blocks for token in block.text.split()][:_MOST_TOKENS]
    written: Counter[str] = Counter()
    for token, count in Counter(tokens).items():
        if _LETTER.search(token) and not _ADDRESS.search(token) and (bare := token.strip(_EDGES)):
            written[bare] += count
    if written.total() < least_words:
        return
    odd = [token for token in written if _is_odd(token)]
    if sum(written[token] for token in odd) < odd_share * written.total():
        return
    known = sum(
        count
        for token, count in written.items()
        if len(token) <= _LONGEST_WORD and not is_rare(token.lower())
    )
    if known < known_share * written.total():
        examples = listed([f"”{shortened(token, 20)}”" for token in odd][:_EXAMPLES])
        message = (
            f"Mange af filens ord ligner ikke rigtige ord, for eksempel {examples}. Er teksten læst rigtigt?"
        )
        yield asked(rule, message)


def _is_odd(token: str) -> bool:
    lower = token.lower()
    return bool(
        _SIGN_WITHIN.search(token)
        or _DIGIT_WITHIN.search(token)
        or _CAPITAL_WITHIN.search(token)
        or (_NO_VOWEL.fullmatch(lower) and not token.isupper())
    )
