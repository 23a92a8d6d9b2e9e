"""Finds the way through a site: links, sitemaps, robots.txt, traps, and what a body really is."""
