"""Tools of the viewport: what pointer and keys do in the picture; free of Qt."""
