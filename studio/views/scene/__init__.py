"""The scene panel: tree, templates and forms."""
