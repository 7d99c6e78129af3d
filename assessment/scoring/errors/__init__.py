"""Refusals of the scoring stage, one module a subject."""
