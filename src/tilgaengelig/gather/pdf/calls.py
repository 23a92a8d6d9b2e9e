"""pdfium's functions for letters and objects, with plain numbers for handles and addresses.

They are called some hundred times a page. Those of pypdfium2 make an object of each handle and turn each argument,
which costs more than what pdfium does; these share its library and leave that out.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it bears annotations but no py.typed


def address(handle: Any) -> int:
    """A handle of pypdfium2 as a number, 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def addresses(numbers: ctypes.Array[Any]) -> tuple[int, ...]:
    """Where each number of an array stands, for functions that fill them in. The array must outlive the calls."""
    first, size = ctypes.addressof(numbers), ctypes.sizeof(numbers) // max(len(numbers), 1)
    return tuple(first + at * size for at in range(len(numbers)))


def _plain(function: Any) -> Any:
    kinds = [ctypes.c_void_p if hasattr(kind, "contents") else kind for kind in function.argtypes]
    given = ctypes.c_void_p if hasattr(function.restype, "contents") else function.restype
    return ctypes.CFUNCTYPE(given, *kinds)(address(function))


letter_owner = _plain(pdfium.FPDFText_GetTextObject)
letter_box = _plain(pdfium.FPDFText_GetCharBox)
letter_origin = _plain(pdfium.FPDFText_GetCharOrigin)
letter_angle = _plain(pdfium.FPDFText_GetCharAngle)
letter_size = _plain(pdfium.FPDFText_GetFontSize)
letter_matrix = _plain(pdfium.FPDFText_GetMatrix)
page_count = _plain(pdfium.FPDFPage_CountObjects)
page_object = _plain(pdfium.FPDFPage_GetObject)
form_count = _plain(pdfium.FPDFFormObj_CountObjects)
form_object = _plain(pdfium.FPDFFormObj_GetObject)
object_kind = _plain(pdfium.FPDFPageObj_GetType)
object_bounds = _plain(pdfium.FPDFPageObj_GetBounds)
object_matrix = _plain(pdfium.FPDFPageObj_GetMatrix)
object_mcid = _plain(pdfium.FPDFPageObj_GetMarkedContentID)
object_marks = _plain(pdfium.FPDFPageObj_CountMarks)
object_mark = _plain(pdfium.FPDFPageObj_GetMark)
mark_name = _plain(pdfium.FPDFPageObjMark_GetName)
show_object = _plain(pdfium.FPDFPageObj_SetIsActive)
fill_color = _plain(pdfium.FPDFPageObj_GetFillColor)
stroke_color = _plain(pdfium.FPDFPageObj_GetStrokeColor)
path_mode = _plain(pdfium.FPDFPath_GetDrawMode)
text_size = _plain(pdfium.FPDFTextObj_GetFontSize)
text_mode = _plain(pdfium.FPDFTextObj_GetTextRenderMode)
text_font = _plain(pdfium.FPDFTextObj_GetFont)
font_name = _plain(pdfium.FPDFFont_GetBaseFontName)
font_weight = _plain(pdfium.FPDFFont_GetWeight)
