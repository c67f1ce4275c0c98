"""The stiff path: bodies that keep their shape."""
