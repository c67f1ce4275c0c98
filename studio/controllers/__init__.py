"""Plain-Python verbs that the views call."""
