"""Checks of a page's elements, a file a theme: what an editor can do wrong that no engine looks for."""
