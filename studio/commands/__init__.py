"""The commands of `phys4d-studio`, one module a family; importing them loads nothing heavy."""
