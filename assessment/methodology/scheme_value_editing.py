"""Changing what stands under a key in the text of a scheme: methods, bounds, settings; comments and order are kept.

Source: the rule that a scheme is text a person reads: a page that changes a bound changes that value and no more.
"""

from typing import Final, cast

import yaml

from assessment.methodology.scheme_reading import Section, read_document

_SPACES: Final = " \t\r\n"


def with_value(text: str, key: str, value: str, *, indicator: str = "") -> str:
    """The text with `value`, written as YAML, under `key` of the indicator, or of the scheme as a whole.

    A key that is not there is added last; an empty value takes the key out.
    """
    section = _indicator(text, indicator) if indicator else read_document(text)
    mapping = _mapping(text, indicator)
    entry = section.get(key)
    if entry is None:
        return _added(text, mapping, f"{key}: {value}") if value else text
    if not value:
        return _without(text, mapping, key)
    start, end = entry.node.start_mark.index, _end(text, entry.node)
    return text[:start] + value + text[end:]


def _indicator(text: str, code: str) -> Section:
    for entry in read_document(text).need("indicators").entries():
        section = Section.of(entry, where="indicators")
        if section.need("code").text() == code:
            return section
    raise KeyError(code)


def _mapping(text: str, code: str) -> yaml.MappingNode:
    """The node of the whole scheme, or of one indicator; the reader has checked that each is a mapping."""
    top = cast(yaml.MappingNode, yaml.compose(text, Loader=yaml.SafeLoader))
    if not code:
        return top
    [indicators] = [value for key, value in top.value if key.value == "indicators"]
    found = (node for node in indicators.value if any((k.value, v.value) == ("code", code) for k, v in node.value))
    return cast(yaml.MappingNode, next(found))


def _end(text: str, node: yaml.Node) -> int:
    """Where a value ends: one written over several lines ends with its last character, not with the next key."""
    start, end = node.start_mark.index, node.end_mark.index
    return start + len(text[start:end].rstrip(_SPACES))


def _added(text: str, mapping: yaml.MappingNode, line: str) -> str:
    last = _end(text, mapping.value[-1][1])
    if mapping.flow_style:
        return f"{text[:last]}, {line}{text[last:]}"
    indent = " " * mapping.start_mark.column
    following = text.find("\n", last)
    at = len(text) if following < 0 else following
    return f"{text[:at]}\n{indent}{line}{text[at:]}"


def _without(text: str, mapping: yaml.MappingNode, key: str) -> str:
    place = next(number for number, (name, _) in enumerate(mapping.value) if name.value == key)
    name, value = mapping.value[place]
    start, end = name.start_mark.index, _end(text, value)
    if mapping.flow_style:
        if place > 0:
            start = _end(text, mapping.value[place - 1][1])
        elif len(mapping.value) > 1:
            end = mapping.value[1][0].start_mark.index
        return text[:start] + text[end:]
    following = text.find("\n", end)
    return text[: start - name.start_mark.column] + ("" if following < 0 else text[following + 1 :])
