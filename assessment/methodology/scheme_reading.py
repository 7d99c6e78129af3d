"""YAML of a scheme, key by key: exact decimals from the text, every refusal with its line.

Only mappings, lists and plain words or numbers: no aliases, no repeated keys. A number is taken from its digits
as written and never passes through binary floating point.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import yaml
from yaml.parser import ParserError
from yaml.reader import ReaderError
from yaml.scanner import ScannerError

from assessment.methodology.errors import N_, AssessmentError, Phrase
from assessment.methodology.parameters import BEST, WORST, Kind, Numbers, Pair, Parameter, Parameters, Value
from assessment.methodology.text_numbers import excerpt

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_LONGEST_NUMBER = 40
_LONGEST_TEXT = 200
_FLAGS = {"true": True, "false": False, "yes": True, "no": False}


class SchemeNotReadable(AssessmentError):
    code = "scheme_not_readable"
    message = N_("Line {line}: this is not valid YAML ({problem}). Correct the line.")


class UnknownKey(AssessmentError):
    code = "scheme_unknown_key"
    message = N_("Line {line}: the key “{key}” is unknown in {where}. Allowed: {allowed}.")


class RepeatedKey(AssessmentError):
    code = "scheme_repeated_key"
    message = N_("Line {line}: the key “{key}” is written twice in {where}. Remove one of them.")


class MissingKey(AssessmentError):
    code = "scheme_missing_key"
    message = N_("Line {line}: {where} needs the key “{key}”. Add it.")


class WrongType(AssessmentError):
    code = "scheme_wrong_type"
    message = N_("Line {line}: “{key}” in {where} must be {expected}; received {received}.")


class UnknownChoice(AssessmentError):
    code = "scheme_unknown_choice"
    message = N_("Line {line}: “{key}” in {where} cannot be “{received}”. Allowed: {allowed}.")


class Expected:
    """What a key accepts, in words: message ids that stand inside the sentence of `WrongType`."""

    NUMBER = "1 / 1.5"
    RANGE = "[0, 100]"
    MAPPING = "{…}"
    LIST = "[…]"
    TEXT = "abc"


class _Loader(yaml.SafeLoader):
    """Composes nodes and refuses aliases: a scheme says everything where it stands."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]  # the stubs leave it out
            problem = Phrase(N_("aliases such as *a are not read; write out what is meant"))
            raise SchemeNotReadable(line=event.start_mark.line + 1, problem=problem)
        return super().compose_node(parent, index)


class SchemeTooDeep(AssessmentError):
    code = "scheme_too_deep"
    message = N_("The scheme is nested deeper than any scheme can be. Check the indentation and the brackets.")


def read_document(text: str) -> "Section":
    """The top level of a scheme."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise SchemeNotReadable(line=mark.line + 1 if mark else 1, problem=_problem(error)) from error
    except RecursionError as error:
        raise SchemeTooDeep from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problem = Phrase(N_("a character that cannot be seen, U+{number}"), {"number": f"{error.character:04X}"})
        raise SchemeNotReadable(line=line, problem=problem) from error
    if node is None:
        raise SchemeNotReadable(line=1, problem=Phrase(N_("the file is empty")))
    if not isinstance(node, yaml.MappingNode):
        raise SchemeNotReadable(
            line=node.start_mark.line + 1, problem=Phrase(N_("a scheme starts with keys: “code: …”"))
        )
    return Section.of(Entry("scheme", node, "scheme"))


def _problem(error: yaml.MarkedYAMLError) -> Phrase:
    """What is wrong in words, by the part of the reader that stopped and the character it stopped at."""
    mark = error.problem_mark
    if mark is not None and mark.buffer is not None and mark.buffer[mark.pointer : mark.pointer + 1] == "\t":
        return Phrase(N_("a tabulator; use spaces"))
    if isinstance(error, ScannerError):
        return Phrase(N_("punctuation: ASCII characters only, a space after each colon, quotation marks closed"))
    if isinstance(error, ParserError):
        return Phrase(N_("indentation, brackets or commas do not match"))
    return Phrase(N_("a second document begins; a file holds one scheme"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One value under its key; `where` names the mapping it stands in."""

    key: str
    node: yaml.Node
    where: str

    @property
    def line(self) -> int:
        return self.node.start_mark.line + 1

    @property
    def plain(self) -> str | None:
        """The text of an unquoted scalar, else None."""
        if isinstance(self.node, yaml.ScalarNode) and self.node.style is None:
            return str(self.node.value)
        return None

    def wrong(self, expected: str) -> WrongType:
        return WrongType(line=self.line, key=self.key, where=self.where, expected=expected, received=_shown(self.node))

    def text(self) -> str:
        """A word or a line, at most 200 characters."""
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.value.strip():
            raise self.wrong(Expected.TEXT)
        text = str(self.node.value)
        if len(text) > _LONGEST_TEXT or not text.isprintable():
            raise self.wrong(Expected.TEXT)
        return text

    def number(self) -> Decimal:
        text = self.plain
        if text is None or len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
            raise self.wrong(Expected.NUMBER)
        return Decimal(text)

    def positive(self) -> Decimal:
        number = self.number()
        if number <= 0:
            raise self.wrong("> 0")
        return number

    def whole(self, *, most: int = 1000) -> Decimal:
        number = self.number()
        if number < 0 or number > most or number != number.to_integral_value():
            raise self.wrong(f"0, 1, 2 … {most}")
        return number

    def flag(self) -> bool:
        text = (self.plain or "").lower()
        if text not in _FLAGS:
            raise self.wrong("true / false")
        return _FLAGS[text]

    def range(self) -> Pair:
        """[l, u] with l < u."""
        entries = self.entries() if isinstance(self.node, yaml.SequenceNode) else []
        if len(entries) != 2:
            raise self.wrong(Expected.RANGE)
        low, high = entries[0].number(), entries[1].number()
        if low >= high:
            raise self.wrong("[l, u], l < u")
        return low, high

    def shares(self) -> Pair:
        """Two quantiles, 0 ≤ l < u ≤ 1."""
        low, high = self.range()
        if low < 0 or high > 1:
            raise self.wrong("[l, u], 0 ≤ l < u ≤ 1")
        return low, high

    def standards(self) -> Numbers:
        """Five numbers, each beyond the one before, all in the same direction: from excellent to poor."""
        numbers = tuple(entry.number() for entry in self.entries())
        steps = {after > before for before, after in pairwise(numbers)}
        if len(numbers) != 5 or len(set(numbers)) != 5 or len(steps) != 1:
            raise self.wrong("[12, 10, 8, 6, 4]")
        return numbers

    def bound(self) -> Decimal | str:
        if self.plain in {WORST, BEST}:
            return str(self.plain)
        try:
            return self.number()
        except WrongType as error:
            raise self.wrong("1.5 / worst / best") from error

    def positive_bound(self) -> Decimal | str:
        bound = self.bound()
        if isinstance(bound, Decimal) and bound <= 0:
            raise self.wrong("> 0 / worst / best")
        return bound

    def choice(self, allowed: Iterable[str]) -> str:
        text, options = self.text(), tuple(allowed)
        if text not in options:
            raise UnknownChoice(
                line=self.line, key=self.key, where=self.where, received=excerpt(text), allowed=", ".join(options)
            )
        return text

    def entries(self) -> list["Entry"]:
        """The members of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.wrong(Expected.LIST)
        return [Entry(self.key, member, self.where) for member in self.node.value]

    def is_mapping(self) -> bool:
        return isinstance(self.node, yaml.MappingNode)

    def is_list(self) -> bool:
        return isinstance(self.node, yaml.SequenceNode)


@dataclass(frozen=True, slots=True)
class Section:
    """A mapping of the scheme; `where` names it in sentences."""

    where: str
    line: int
    entries: Mapping[str, Entry]
    key_lines: Mapping[str, int]

    @classmethod
    def of(cls, entry: Entry, *, where: str | None = None) -> "Section":
        """The mapping in `entry`; its keys are not checked yet."""
        node = entry.node
        if not isinstance(node, yaml.MappingNode):
            raise entry.wrong(Expected.MAPPING)
        name = where or entry.key
        entries: dict[str, Entry] = {}
        lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            key, line = _key(key_node), key_node.start_mark.line + 1
            if key in entries:
                raise RepeatedKey(line=line, key=excerpt(key), where=name)
            entries[key], lines[key] = Entry(key, value_node, name), line
        return cls(name, node.start_mark.line + 1, entries, lines)

    def allow(self, *allowed: str) -> "Section":
        """Itself, if every key is one of `allowed`."""
        for key, line in self.key_lines.items():
            if key not in allowed:
                raise UnknownKey(line=line, key=excerpt(key), where=self.where, allowed=", ".join(allowed))
        return self

    def need(self, key: str) -> Entry:
        if key not in self.entries:
            raise MissingKey(line=self.line, key=key, where=self.where)
        return self.entries[key]

    def get(self, key: str) -> Entry | None:
        return self.entries.get(key)

    def parameters(self, declared: Iterable[Parameter]) -> Parameters:
        """The values of `declared` parameters, read by kind, defaults filled in."""
        values: dict[str, Value] = {}
        for parameter in declared:
            entry = self.need(parameter.name) if parameter.required else self.get(parameter.name)
            values[parameter.name] = parameter.default if entry is None else _value(entry, parameter)
        return Parameters(values)


def _value(entry: Entry, parameter: Parameter) -> Value:
    if parameter.kind is Kind.CHOICE:
        return entry.choice(parameter.choices)
    return _READERS[parameter.kind](entry)


_READERS: Mapping[Kind, Callable[[Entry], Value]] = {
    Kind.NUMBER: Entry.number,
    Kind.POSITIVE: Entry.positive,
    Kind.WHOLE: Entry.whole,
    Kind.FLAG: Entry.flag,
    Kind.RANGE: Entry.range,
    Kind.SHARES: Entry.shares,
    Kind.BOUND: Entry.bound,
    Kind.POSITIVE_BOUND: Entry.positive_bound,
    Kind.TEXT: Entry.text,
    Kind.STANDARDS: Entry.standards,
}


def _shown(node: yaml.Node) -> str:
    """A value as a sentence repeats it."""
    if isinstance(node, yaml.ScalarNode):
        text = excerpt(str(node.value))
        return f"“{text}”" if node.style or not text else text
    if isinstance(node, yaml.MappingNode):
        return Expected.MAPPING
    members = node.value
    if not all(isinstance(member, yaml.ScalarNode) for member in members):
        return Expected.LIST
    return excerpt(f"[{', '.join(str(member.value) for member in members)}]")


def _key(node: yaml.Node) -> str:
    """A key as written; one that is no plain word is no key of any scheme."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) and not node.style else _shown(node)
