"""Reads `rules/`, the one source of what is checked, and refuses it whole where it has faults."""
