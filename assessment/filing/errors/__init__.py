"""Refusals of the filing stage, one module a subject."""
