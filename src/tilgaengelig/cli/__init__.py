"""The command line: what a person types, and what they are told."""

from tilgaengelig.cli.app import main

__all__ = ["main"]
