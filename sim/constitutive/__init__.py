"""Constitutive laws, one a module, as plain Python functions of principal stretches."""
