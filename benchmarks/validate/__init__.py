"""Cases of the validation suite: one module a field, listed in `catalogue`."""
