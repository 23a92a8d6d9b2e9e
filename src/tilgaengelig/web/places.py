"""Where things are: the paths that other modules name."""

import re

API = "/api/v1"
DOCS = f"{API}/docs"
OPENAPI = f"{API}/openapi.json"
LETTERS = f"{API}/letters"
METRICS = "/metrics"
#: Pages of which others must know, such as who decides what a stranger may see.
LETTERS_PAGE = "/breve"
FILES_PAGE = "/filer"
LANGUAGE = "/sprog"
LOGOUT = "/log-ud"
STATIC = "/statisk"
_EVALUATED = re.compile(rf"{API}/audits/[^/]+/(evaluation|statement-draft)|/kontroller/[^/]+/erklaering")


def takes_evaluation(path: str) -> bool:
    """Whether a finished evaluation is sent there; it is read, and not kept."""
    return _EVALUATED.fullmatch(path) is not None


def for_programs(path: str) -> bool:
    """Whether it is a program that asks there, and not a person."""
    return path.startswith(f"{API}/") or path == METRICS
