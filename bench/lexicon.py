"""Makes anew the two lists in danish/lexicon that others made: the verbs and the frequent words.

    python bench/lexicon.py verbs /usr/share/hunspell/da_DK   # Debian's hunspell-da
    python bench/lexicon.py words small_da.msgpack.gz         # from wordfreq; needs msgpack

Each writes the list, with its licence, to standard output. README.md there says where they come from.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

VERBS = """\
# Danish infinitives by how they are inflected, and which of their forms are other words too.
#
# The contents of this file are subject to the Mozilla Public License Version 1.1 (the "License"); you may not use
# this file except in compliance with the License. A copy is in MPL-1.1.txt beside this file. Software distributed
# under the License is distributed on an "AS IS" basis, WITHOUT WARRANTY OF ANY KIND, either express or implied.
# The Original Code is Stavekontrolden's Danish dictionary for Hunspell (da_DK.dic, da_DK.aff). The Initial Developer
# is Foreningen for frit tilgaengelige sprogvaerktoejer, stavekontrolden.dk. Copyright (C) 2007-2022, all rights
# reserved. It may also be had under the GPL 2.0 or the LGPL 2.1; we took it under the MPL 1.1.
# Changed: only the verbs were taken, as infinitives; bench/lexicon.py did it.
#
# [te] spise, spiste, spist. [ede] behandle, behandlede, behandlet. [strong] as its last part in strong.txt. Where a
# verb is inflected in both ways (kaldte, kaldede), the first is the commoner.
# A star: the form in -s is also a genitive (arbejdes, klages). A plus: the participle is also a noun (arbejdet).
# An equals sign: the present is also a noun (klager, regler).
"""
WORDS = """\
# The commonest Danish words, the commonest first, without those that hold anything but letters.
#
# From wordfreq 3.1.1 by Robyn Speer (small_da), shared under the Creative Commons licence CC BY-SA 4.0, and under
# the same licence here. Its sources for Danish are Wikipedia, OpenSubtitles, and web and Twitter text up to 2021.
# Changed: the frequencies were left out, the order stands for them; bench/lexicon.py did it.
"""
MOST_WORDS = 20_000

_NOUN = frozenset(
    map(str, (2, 3, 4, 5, 7, 10, 11, 13, 14, 15, 18, 19, *range(43, 49), 57, 58, 64, 65, 66, 70, 71, 72, 74))
)
_EDE, _TE, _INFLECTED = "1", "20", "21"
_GENITIVE = "10"


def verbs(dictionary: str) -> Iterator[str]:
    """The lines of verbs.txt."""
    endings = _endings(Path(dictionary + ".aff"))
    classes: dict[str, set[str]] = {"te": set(), "ede": set(), "strong": set()}
    nouns: set[str] = set()  # all inflected forms
    for line in Path(dictionary + ".dic").read_text("utf-8").splitlines()[1:]:
        head, _, rest = line.partition(" ")
        more = rest.split()
        word, _, written = head.strip().partition("/")
        flags = set(written.split(",")) - {""}
        if not re.fullmatch("[a-zæøåé]{2,}", word):
            continue
        if _EDE in flags and _INFLECTED in flags:
            classes["ede"].add(word)
        elif _TE in flags and _INFLECTED in flags:
            classes["te"].add(word)
        elif f"al:{word}nde" in more or f"al:{word}ende" in more:
            classes["strong"].add(word)
        elif flags & _NOUN:
            nouns |= _forms(word, flags & _NOUN, endings)
    for name, members in classes.items():
        yield f"[{name}]"
        for word in sorted(members):
            star = "*" if word + "s" in nouns else ""
            plus = "+" if name != "strong" and _participle(name, word) in nouns else ""
            equals = "=" if word + "r" in nouns else ""
            yield word + star + plus + equals


def _participle(name: str, word: str) -> str:
    if name == "ede":
        return word + "t" if word.endswith("e") else word + "et"
    stem = word.removesuffix("e")
    return (stem[:-1] if stem[-2:-1] == stem[-1:] else stem) + "t"


def _endings(path: Path) -> dict[str, list[tuple[str, str, set[str], re.Pattern[str]]]]:
    found: dict[str, list[tuple[str, str, set[str], re.Pattern[str]]]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        match = re.match(r"SFX (\d+) (\S+) ([^\s/]+)(?:/(\S+))? (\S+)(?:\s|$)", line)
        if match and match[2] != "Y":
            strip, add = ("" if part == "0" else part for part in match.group(2, 3))
            flags = set((match[4] or "").split(",")) - {""}
            found[match[1]].append((strip, add, flags, re.compile(match[5] + r"\Z")))
    return found


def _forms(
    word: str, flags: set[str], endings: dict[str, list[tuple[str, str, set[str], re.Pattern[str]]]]
) -> set[str]:
    made = set()
    for flag in flags:
        for strip, add, further, condition in endings[flag]:
            if word.endswith(strip) and condition.search(word):
                form = word.removesuffix(strip) + add
                made.add(form)
                if flag != _GENITIVE:
                    made |= _forms(form, further & _NOUN, endings)
    return made


def words(path: str) -> Iterator[str]:
    """The lines of frequent.txt."""
    import msgpack

    _, *bins = msgpack.unpackb(gzip.decompress(Path(path).read_bytes()), raw=False)
    ordered = [word for words in bins for word in words if word.isalpha()]
    yield from ordered[:MOST_WORDS]


if __name__ == "__main__":
    wanted, path = sys.argv[1:]
    print((VERBS if wanted == "verbs" else WORDS).rstrip())
    print(*(verbs(path) if wanted == "verbs" else words(path)), sep="\n")
