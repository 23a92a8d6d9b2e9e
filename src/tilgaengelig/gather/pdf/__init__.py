"""Reads PDFs: structure and metadata by pikepdf, text by pdfium, in a worker process with limits.

`read_document` reads one in this process; `PdfReader` has a process of its own to spare for hostile ones.
"""

from tilgaengelig.gather.pdf.document import read_document
from tilgaengelig.gather.pdf.limits import PdfLimits
from tilgaengelig.gather.pdf.pictures import Mark
from tilgaengelig.gather.pdf.worker import PdfReader

__all__ = ["Mark", "PdfLimits", "PdfReader", "read_document"]
