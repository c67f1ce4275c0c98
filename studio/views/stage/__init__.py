"""The stage: full-screen views for visitors."""
