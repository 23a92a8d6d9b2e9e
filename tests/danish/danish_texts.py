"""Texts for property tests: anything, and what the rules look at in any order."""

from __future__ import annotations

from hypothesis import strategies as st

_PIECES = st.sampled_from(
    [
        *(
            "Kommunen",
            "du",
            "f.eks.",
            "mv.",
            "nr.",
            "12",
            "3.",
            "§ 25",
            "stk. 2",
            "A.",
            "(",
            ")",
            '"',
            "»",
            "«",
            "-",
            "–",
        ),
        *(
            "•",
            ":",
            ".",
            "!",
            "?",
            "…",
            "\n",
            "\n\n",
            "\r\n",
            " ",
            "\t",
            "\u00ad",
            "a\u030a",
            "å",
            "ansøg-\nning",
            "www.sum.dk",
        ),
        *(
            "\u2028",
            "\x0c",
            "\x85",
            "\u00a0",
            "Æ",
            "ø.Ny",
            "1)",
            "a.",
            "\u200b",
            "_",
            "**",
            "日本。",
            ". Ny",
            "Det",
            "H.C.",
            "I",
            "IV",
            "Christian",
            "kr.",
            "?",
            "😊",
        ),
    ]
)
texts = st.one_of(st.text(), st.lists(_PIECES).map("".join), st.lists(_PIECES).map(" ".join))
