"""Filmed reference clips: what moves in them, brought to the camera of a render."""
