"""Reports as PDF/UA-1 (ISO 14289-1), made by WeasyPrint: tagged, in Danish, and sound by our own check."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from tilgaengelig.model.errors import SetupLacks
from tilgaengelig.report.content import Report
from tilgaengelig.report.files import whole
from tilgaengelig.report.words import environment, own_text

#: What a PDF has room for; the rest is in the other formats.
_ROOM = {"documents": 100, "reasons": 50}


def write_pdf(report: Report, path: Path) -> None:
    """The report for those who print and file it. Raises SetupLacks where this machine cannot make PDFs."""
    template = environment().get_template("rapport.pdf.html.j2")
    html_to_pdf(template.render(report=report, style=own_text("pdf.css"), room=_ROOM), path)


def html_to_pdf(page: str, path: Path) -> None:
    """Lays a whole page out as PDF/UA-1; nothing that it names is fetched. Raises SetupLacks."""
    made_by = weasyprint()
    # What stands in the page itself may be shown; nothing else is asked for.
    fetcher = made_by.URLFetcher(allowed_protocols=("data",))
    with whole(path) as beside:
        made_by.HTML(string=page, url_fetcher=fetcher).write_pdf(beside, pdf_variant="pdf/ua-1")


def weasyprint() -> Any:
    """WeasyPrint, loaded late: it needs Pango from the system, and no other format does. Raises SetupLacks."""
    try:
        import weasyprint as loaded
    except OSError as error:
        raise SetupLacks(
            "PDF kan ikke laves her, for Pango mangler. Som root på Debian: "
            "apt-get install --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0"
        ) from error
    # It tells of style that it knows nothing of, and each time it subsets a font.
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return loaded
