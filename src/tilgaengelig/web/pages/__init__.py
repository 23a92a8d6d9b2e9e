"""The web pages: what an editor or a caseworker meets, made on the server and whole without script."""

from fastapi import APIRouter

from tilgaengelig.gather.letters.reading import LARGEST
from tilgaengelig.web.pages import (
    acting,
    domains,
    exempted,
    files,
    front,
    letters,
    login,
    results,
    rules,
    scans,
    settings,
    statements,
    static,
    trends,
    websites,
)
from tilgaengelig.web.pages.trouble import problem_page
from tilgaengelig.web.places import FILES_PAGE

__all__ = ["LIMITS", "problem_page", "router"]

#: The text of a form and what holds its fields apart, beside the file that it bears.
_AROUND_A_FILE = 2_000_000
#: A form with a file to check has no text, and is told the limit that it says itself.
_AROUND_A_CHECK = 20_000
#: The most bytes that may be sent to a page, where that is more than usual.
LIMITS = {
    **dict.fromkeys(letters.PATHS, LARGEST + _AROUND_A_FILE),
    FILES_PAGE: files.LARGEST + _AROUND_A_CHECK,
}

router = APIRouter(include_in_schema=False)
# Of an audit's pages those with a name of their own come before the parts of its report, which take any name.
for part in (
    *(front, login, letters, files, scans, acting, statements, results, rules),
    *(domains, exempted, websites, trends, settings, static),
):
    router.include_router(part.router)
