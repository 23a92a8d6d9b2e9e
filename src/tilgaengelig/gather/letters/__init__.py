"""The files that letters are written in, read into drafts in memory; no error says a word of what is in them."""

from tilgaengelig.gather.letters.reading import read_letter

__all__ = ["read_letter"]
