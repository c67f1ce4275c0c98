"""The material panel: a distribution over materials as an editing surface."""
