"""Material point method: solver and kernels."""
