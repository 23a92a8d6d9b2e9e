"""Codes of languages as BCP 47 has them: which of those that are well formed name one."""

from __future__ import annotations

from tilgaengelig.danish.wordlists import listed

#: Those of two letters in the registry of subtags (ISO 639-1, with the six that were replaced).
_OF_TWO_LETTERS = listed(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
    eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw
    ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt
    my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm
    sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """
)
#: Older tags and those for private use begin so: i-klingon, x-vores.
_OF_ONE_LETTER = frozenset("ix")


def base_language(code: str) -> str:
    """The language of a code, without its region: da-DK is da."""
    return code.strip().lower().replace("_", "-").partition("-")[0]


def names_language(code: str) -> bool:
    """Whether a code may name a language. All of three letters may, being thousands; no longer one does."""
    base = base_language(code)
    return base in _OF_TWO_LETTERS or base in _OF_ONE_LETTER or (len(base) == 3 and base.isalpha())
