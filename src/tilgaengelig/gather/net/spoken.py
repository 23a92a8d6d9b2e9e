"""Amounts as they stand in Danish sentences: ”20 sekunder”, ”50 MB”."""

from __future__ import annotations

from tilgaengelig.danish.figures import brief


def seconds_said(seconds: float) -> str:
    """1 → ”1 sekund”, 2.5 → ”2,5 sekunder”."""
    number = brief(seconds)
    return f"{number} {'sekund' if number == '1' else 'sekunder'}"


def size_said(size: int) -> str:
    """50_000_000 → ”50 MB”, 1_500 → ”1,5 kB”."""
    unit, name = (1_000_000, "MB") if size >= 1_000_000 else (1_000, "kB")
    return f"{brief(size / unit)} {name}"
