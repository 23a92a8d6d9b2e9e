"""The report as a workbook: sheets that a spreadsheet filters, with frozen headings and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tilgaengelig.model.addresses import readable
from tilgaengelig.model.denmark import local
from tilgaengelig.report.content import ClauseRow, Fault, Report
from tilgaengelig.report.files import whole
from tilgaengelig.report.table import FORMULA, place_rows
from tilgaengelig.report.texts import lix_of
from tilgaengelig.report.words import all_words, clean, is_link

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: What Excel takes: rows of a sheet, letters of a cell, links of a sheet and letters of a link.
_ROWS, _LETTERS, _LINKS, _ADDRESS = 1_048_576, 32_767, 65_530, 2_079
_WIDEST = 60

Cell = str | int | float | None


def write_xlsx(report: Report, path: Path) -> None:
    """Row by row, so that a big audit needs little memory; the file is there whole or not at all."""
    # Not at every start: few ask for a workbook.
    import xlsxwriter

    with whole(path) as beside:
        # Text is text: neither a page's title nor its code may become a formula or a link of its own accord.
        book = xlsxwriter.Workbook(
            str(beside),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        book.set_properties(
            {"title": clean(f"Rapport om tilgængelighed: {readable(report.site)}"), "author": "tilgaengelig"}
        )
        words = all_words()
        sheets = _Sheets(book)
        sheets.add("Fejl", words["xlsx_faults"], map(_fault_row, report.faults()))
        sheets.add("Steder", words["csv_columns"], place_rows(report))
        sheets.add("Sider og PDF-filer", words["xlsx_subjects"], _subject_rows(report))
        sheets.add("EN 301 549", words["xlsx_clauses"], map(_clause_row, report.clauses))
        sheets.add("Om kontrollen", words["xlsx_about"], _about(report))
        book.close()


class _Sheets:
    """The workbook's sheets, each a head and rows of the same length."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._text = book.add_format()
        # What begins like a formula stays text also when somebody edits the cell.
        self._quoted = book.add_format({"quote_prefix": True})
        self._link = book.add_format({"font_color": "#004A91", "underline": 1})

    def add(self, name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        """One sheet; rows beyond what Excel takes are told in its last row."""
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for column, title in enumerate(head):
            sheet.set_column(column, column, min(_WIDEST, max(12, all_words()["xlsx_widths"].get(title, 0))))
            sheet.write_string(0, column, title, self._head)
        links, last = 0, 0
        for last, cells in enumerate(rows, 1):
            if last == _ROWS - 1:
                sheet.write_string(last, 0, "Arket er fuldt. Resten står i rapport.json.", self._text)
                break
            for column, value in enumerate(cells):
                links += self._write(sheet, last, column, value, may_link=links < _LINKS)
        sheet.autofilter(0, 0, max(last, 1), len(head) - 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)

    def _write(self, sheet: Worksheet, row: int, column: int, value: Cell, *, may_link: bool) -> bool:
        """Whether it became a link."""
        if value is None or value == "":
            return False
        if isinstance(value, int | float):
            sheet.write_number(row, column, value, self._text)
            return False
        text = clean(value)[:_LETTERS]
        linked = may_link and len(text) <= _ADDRESS and is_link(text)
        # 0 says that it was written; what Excel would not take as a link is written as text.
        if linked and sheet.write_url(row, column, text, self._link, string=text) == 0:
            return True
        sheet.write_string(row, column, text, self._form(text))
        return False

    def _form(self, text: str) -> Format:
        return self._quoted if text.startswith(FORMULA) else self._text


def _fault_row(fault: Fault) -> list[Cell]:
    words, component = all_words(), fault.component
    first = next(iter(component.occurrences), None)
    return [
        fault.number,
        fault.words.title,
        words["outcomes"][component.outcome],
        words["impacts"][component.impact],
        words["duties"][fault.words.duty],
        words["people"][component.responsibility],
        "ja" if fault.template else "nej",
        component.pages,
        component.places,
        fault.weight,
        " ".join(component.wcag),
        " ".join(fault.words.clauses),
        " ".join(component.matterhorn),
        first.address if first else "",
        component.snippet,
        component.message,
        fault.words.fix,
        fault.supplier.name if fault.supplier else "",
        f"{fault.accepted.until:%d.%m.%Y}" if fault.accepted else "",
        component.rule,
        component.id,
    ]


def _subject_rows(report: Report) -> Iterator[list[Cell]]:
    words = all_words()
    for row in report.subjects:
        counts = row.readability
        lix = lix_of(row)
        yield [
            row.address,
            row.title,
            words["kinds"][row.kind],
            words["states"][row.state],
            row.trouble.sentence if row.trouble else "",
            row.failed,
            row.cant_tell,
            lix,
            counts.words if counts else None,
            words["audiences"][report.audit.order.audience_of(row.address)],
            row.language,
            row.depth,
        ]


def _clause_row(row: ClauseRow) -> list[Cell]:
    words, criterion = all_words(), row.criterion
    return [
        row.clause,
        words["subjects"]["document" if row.documents else "page"],
        criterion.sc,
        criterion.name.get("da") or criterion.name.get("en", ""),
        criterion.level,
        words["duties"][criterion.duty],
        words["standings"][row.standing],
        row.components,
        row.doubts,
        criterion.ask.get("da", ""),
        " ".join(row.rules),
    ]


def _about(report: Report) -> Iterator[list[Cell]]:
    audit, coverage = report.audit, report.coverage
    yield ["Websted", readable(report.site)]
    yield ["Startede på", audit.order.start]
    yield ["Begyndte", f"{local(audit.started):%d.%m.%Y kl. %H.%M}"]
    yield ["Sluttede", f"{local(audit.finished):%d.%m.%Y kl. %H.%M}" if audit.finished else "Ikke færdig"]
    yield ["Adresser fundet", coverage.found]
    yield ["Sider læst", coverage.pages]
    yield ["PDF-filer læst", coverage.documents]
    yield ["Adresser, vi ikke læste", coverage.not_read]
    yield ["Regelbog", audit.rulebook]
    yield ["Program", f"tilgaengelig {report.program_version}"]
    yield ["Husk", all_words()["no_verdict"]]
