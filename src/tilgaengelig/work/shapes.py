"""What a scored letter looks like as JSON: one shape for `letter --json` and for the API."""

from __future__ import annotations

from typing import Any

from tilgaengelig.judge.comparing import Comparison
from tilgaengelig.model.advice import Advice, AdviceKind
from tilgaengelig.model.readability import Measures, Readability
from tilgaengelig.work.letters import ScoredLetter


def letter_as_data(scored: ScoredLetter) -> dict[str, Any]:
    """A scored letter as the contract of `letter --json` has it; places are code points of `text`.

    `kind` is what the writer says the letter is, `suggestedKind` what it looks like. `paragraphs` lead from a place
    back into the document. The advice of a sentence is on how it is written; what a letter lacks is in the whole.
    """
    advised = scored.by_sentence({AdviceKind.LETTER_PART})
    return {
        "text": scored.text,
        "audience": scored.audience.value,
        "kind": scored.kind.value if scored.kind else None,
        "suggestedKind": scored.suggested.value if scored.suggested else None,
        "verdict": scored.verdict,
        "difficulty": {
            "score": round(scored.difficulty.score, 1),
            "adviceWeight": round(scored.difficulty.weight, 1),
        },
        "readability": measures_as_data(scored.measures),
        "sentences": [
            {
                "start": item.span.start,
                "end": item.span.end,
                "words": item.words,
                "lix": round(item.lix, 1),
                "advice": [_advice(advice) for advice in advised.get(number, ())],
            }
            for number, item in enumerate(scored.sentences)
        ],
        "advice": [_advice(advice) for advice in scored.advice],
        "paragraphs": [
            {"number": each.number, "kind": each.kind.value, "start": each.start, "end": each.end}
            for each in scored.draft.paragraphs
        ],
        "untested": list(scored.untested),
    }


def comparison_as_data(comparison: Comparison) -> dict[str, Any]:
    """What became of a letter since its old version."""
    return {
        "verdict": comparison.verdict,
        "better": list(comparison.better),
        "worse": list(comparison.worse),
    }


def readability_as_data(counts: Readability) -> dict[str, Any]:
    """Counts of one text, with LIX as it is shown: one decimal, or null where there are no words."""
    return {
        "words": counts.words,
        "sentences": counts.sentences,
        "longWords": counts.long_words,
        "lix": _rounded(counts.lix, 1),
    }


def measures_as_data(measured: Measures) -> dict[str, Any]:
    """All measures of one text, rounded as they are shown; null where a text is too short for one."""
    whole = measured.whole
    return readability_as_data(whole) | {
        "rix": _rounded(whole.rix, 1),
        "ovix": _rounded(whole.ovix, 1),
        "wordsPerSentence": _rounded(whole.words_per_sentence, 1),
        "longShare": _rounded(whole.long_share, 3),
        "rareShare": _rounded(measured.rare_share, 3),
        "minutes": round(whole.minutes, 1),
        "prose": readability_as_data(measured.prose),
        "bjornsson": {"periods": measured.periods, "lix": _rounded(measured.lix_by_periods, 1)},
    }


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _advice(advice: Advice) -> dict[str, Any]:
    return {
        "start": advice.start,
        "end": advice.end,
        "kind": advice.kind.value,
        "message": advice.message,
        "suggestion": advice.suggestion,
    }
