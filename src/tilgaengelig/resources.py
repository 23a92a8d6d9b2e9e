"""Where the files lie that are not code: rules, report templates, the sample site, and what others made.

A wheel carries them inside the package; a checkout (also installed with `pip install -e`) has them at its top.
Each is looked up when it is asked for, so what needs no axe works without it. Raises SetupLacks where it is not there.
"""

from pathlib import Path

from tilgaengelig.model.errors import SetupLacks

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

_VENDOR = _PACKAGE / "vendor"
#: Each with something that is in it, and what is told to be missing.
_PLACES = {
    "RULES": (_SHARED / "rules", "kriterier.yaml", "Regelbogen"),
    "REPORTS": (_SHARED / "reports", "rapport.html.j2", "Rapportens skabelon"),
    "SAMPLE": (_SHARED / "sample", "site", "Eksemplet"),
    "AXE": (_VENDOR / "axe", "axe.min.js", "axe-core"),
    "DKFDS": (_VENDOR / "dkfds", "dist", "Det Fælles Designsystem"),
    "HTMX": (_VENDOR / "htmx", "dist", "htmx"),
    "QUALWEB": (_VENDOR / "qualweb", "act-rules", "QualWeb"),
}


def __getattr__(name: str) -> Path:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    folder, content, called = _PLACES[name]
    if not (folder / content).exists():
        raise SetupLacks(
            f"{called} mangler. Kør ”make setup” i projektets mappe, eller installér programmet igen."
        )
    return folder
