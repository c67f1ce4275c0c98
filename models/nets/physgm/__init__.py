"""Modules of the PhysGM network, one class a file; attribute names follow the public checkpoint."""
