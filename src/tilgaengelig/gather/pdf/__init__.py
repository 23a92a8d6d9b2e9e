"""Reads PDFs: structure and metadata by pikepdf, text by pdfium, in a worker process with limits.

`PdfReader` has a process to spare for hostile ones, and only there are the libraries loaded;
`document.read_document` reads one in this process.
"""

from tilgaengelig.gather.pdf.limits import PdfLimits
from tilgaengelig.gather.pdf.worker import PdfReader

__all__ = ["PdfLimits", "PdfReader"]
