"""Places in a draft where a name, a date or an amount is yet to come: merge fields and what is left to fill in."""

from __future__ import annotations

import re

#: What a reader will find there is a word or two. As a word of our own it is counted as one, and never long.
#: No field is shorter: a box that is ticked ([x]) is none.
WORD = "Felt"
_FILLER = (
    "\u2060"  # without width: it is taken out before anything is counted, and leaves every place where it was
)

_SIGNS = "«{[<#%$"
_FIELD = re.compile(
    r"""
      «\s?[\w.:-]{2,60}\s?»                                     # Word's merge fields as they are shown
    | \{\{[^{}\n]{1,100}\}\}                                    # the templates of most letter systems
    | \{[ ]?(?:MERGEFIELD|DOCPROPERTY|DOCVARIABLE|REF|DATE|CREATEDATE|FILLIN|ASK)\b[^{}\n]{0,120}\}
    | \$\{[^{}\n]{1,100}\}
    | <<[\w .:-]{2,60}>>
    | \#\#[\w.-]{2,60}\#\#
    | %%[\w.-]{2,60}%%
    | \[(?:indsæt|skriv|angiv|udfyld|vælg|tilføj|evt\.?|her\ indsættes)\b[^\[\]\n]{0,100}\]
    | \[(?:[\wæøå]+['’]?s?[ ])?(?:for|efter|mellem)?(?:navn|navnet|dato|datoen|adresse|adressen|beløb|beløbet|telefon|
        telefonnummer|sagsnummer|sagsnr\.?|journalnummer|cpr-?nr\.?|cpr-?nummer|titel|tidspunkt|klokkeslæt|sted|
        frist|antal|navne|myndighed|kommune|kommunen|sagsbehandler|by|postnummer|afdeling|enhed|emne|ydelse|lov|
        paragraf|x{2,}|\.{2,}|_{2,})(?:[ ][^\[\]\n]{0,60})?\]
    """,
    re.VERBOSE | re.IGNORECASE,
)


def without_fields(text: str) -> str:
    """Return `text` with each field as the word WORD, of the same length, so that every place stays true."""
    if not any(sign in text for sign in _SIGNS):
        return text
    return _FIELD.sub(lambda match: WORD + _FILLER * (len(match.group()) - len(WORD)), text)


def field_names(text: str) -> list[str]:
    """Return what each field of `text` is called, with its signs: a field for the date says that a date will come."""
    return _FIELD.findall(text) if any(sign in text for sign in _SIGNS) else []
