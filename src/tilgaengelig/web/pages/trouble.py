"""What went wrong, told as a page."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from tilgaengelig.web.access import LOGIN
from tilgaengelig.web.pages.frame import page
from tilgaengelig.web.problems import UNKNOWN_CALLER, Problem


def problem_page(request: Request, problem: Problem) -> Response:
    """The problem in a sentence, with ways on; to htmx, which asks while one types, as a part of the page.

    htmx shows what is not 200 to nobody, and old advice would stand beside new text as if it were of it.
    """
    login = LOGIN if problem.kind is UNKNOWN_CALLER else ""
    if "hx-request" in request.headers:
        return page(request, "fejldel.html.j2", problem=problem, login=login)
    shown = page(request, "fejl.html.j2", problem.kind.status, problem=problem, login=login)
    shown.headers.update(problem.headers())
    return shown
