"""The gallery of candidates: cells on one clock, comparisons, blind votes."""
