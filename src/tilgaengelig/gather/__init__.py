"""Touches the world: crawls, opens browsers, reads PDFs. Turns bytes into facts; judges nothing."""
