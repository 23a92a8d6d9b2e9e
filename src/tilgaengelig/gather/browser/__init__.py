"""A real browser, driven: pages are opened in headless Chromium and what axe and we see there is noted."""
