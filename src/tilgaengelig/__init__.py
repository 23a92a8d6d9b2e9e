"""tilgaengelig audits what Danish ministries publish: web pages, PDFs and letters."""

__version__ = "0.1.0"
