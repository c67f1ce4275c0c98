"""The only folder with Qt."""
