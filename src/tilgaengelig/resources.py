"""Where the files lie that are not code: rules, report templates, the sample site, and what others made.

A wheel carries them inside the package; a checkout (also installed with `pip install -e`) has them at its top.
Each is looked up when it is asked for, so what needs no axe works without it.
"""

from pathlib import Path

__all__ = ["AXE", "DKFDS", "HTMX", "QUALWEB", "REPORTS", "RULES", "SAMPLE"]

RULES: Path
"""One YAML file a rule, in folders."""
REPORTS: Path
"""The report's templates."""
SAMPLE: Path
"""The bundled ministry site."""
AXE: Path
"""axe.min.js, locales/da.json, locales/_template.json and the licences."""
DKFDS: Path
"""Det Fælles Designsystem: dist/css, dist/fonts, dist/img, and its licence."""
HTMX: Path
"""dist/htmx.min.js and its licence."""
QUALWEB: Path
"""The bundles of QualWeb that run in a page, a folder for each of its packages."""

_PACKAGE = Path(__file__).resolve().parent
_IN_WHEEL = _PACKAGE / "_shared"
_AT_TOP = _PACKAGE.parents[1]
_SHARED = _IN_WHEEL if _IN_WHEEL.is_dir() else _AT_TOP

_PLACES = {
    "RULES": (_SHARED / "rules", "Install tilgaengelig anew."),
    "REPORTS": (_SHARED / "reports", "Install tilgaengelig anew."),
    "SAMPLE": (_SHARED / "sample", "Install tilgaengelig anew."),
    **{
        name: (_PACKAGE / "vendor" / home, "In a checkout, run `make setup`; else install tilgaengelig anew.")
        for name, home in (("AXE", "axe"), ("DKFDS", "dkfds"), ("HTMX", "htmx"), ("QUALWEB", "qualweb"))
    },
}


def __getattr__(name: str) -> Path:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    folder, advice = _PLACES[name]
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is missing, and tilgaengelig needs it. {advice}")
    return folder
