"""Reaches addresses: one normal form, one guard for crawler and browser, and one client within limits."""
