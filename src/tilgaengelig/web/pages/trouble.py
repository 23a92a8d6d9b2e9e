"""What went wrong, told as a page."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from tilgaengelig.web.pages.frame import page
from tilgaengelig.web.problems import Problem


def problem_page(request: Request, problem: Problem) -> Response:
    """The problem in a sentence, with ways on."""
    shown = page(request, "fejl.html.j2", problem.kind.status, problem=problem)
    shown.headers.update(problem.headers())
    return shown
