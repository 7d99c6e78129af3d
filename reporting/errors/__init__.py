"""Refusals of the reporting stage, one module a subject."""
