"""Splat files, one format a module; the only place where logits and log-scales exist."""
