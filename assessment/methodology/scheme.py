"""A scheme as text: parsed exactly, checked completely, every refusal with its line."""

from assessment.methodology.scheme_parts import Scheme

__all__ = ["Scheme"]
