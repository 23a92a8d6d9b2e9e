"""What the writing of a page or a document is like: what there is to say of it, and its hardest sentences."""

from __future__ import annotations

from dataclasses import dataclass

from tilgaengelig.model.advice import AdviceKind


@dataclass(frozen=True, slots=True)
class Remark:
    """How often a rule of advice had the same to say in one text.

    `phrase` is the word or phrase it speaks of, in small letters; "" where the rule speaks of whole sentences, or
    of what must not be repeated. `suggestion` is what may stand instead, or "".
    """

    rule: str
    kind: AdviceKind
    count: int
    phrase: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class HardSentence:
    """A sentence that is hard to read; `lix` is that of a text that held it alone."""

    text: str
    words: int
    lix: float


@dataclass(frozen=True, slots=True)
class Writing:
    """A text's remarks, most frequent first, and its hardest sentences, hardest first."""

    remarks: tuple[Remark, ...] = ()
    hardest: tuple[HardSentence, ...] = ()


#: Of a text that there is nothing to say of, or that is not Danish.
NOTHING = Writing()


@dataclass(frozen=True, slots=True)
class Wording:
    """A word or phrase that makes a whole site hard to read: how often, and on how many pages and documents."""

    rule: str
    kind: AdviceKind
    phrase: str
    suggestion: str
    count: int
    pages: int
