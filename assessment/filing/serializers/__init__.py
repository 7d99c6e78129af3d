"""Shapes of the stage in JSON, one module a subject."""
