"""Qt-free evented state."""
