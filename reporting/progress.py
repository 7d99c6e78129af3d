"""How far a command has come: one line that rewrites itself on a terminal, nothing anywhere else."""

import time
from typing import TextIO

from django.utils.translation import gettext

_EVERY_SECONDS = 0.2


class Progress:
    """Counts rows on `stream` while a command reads, at most five times a second."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._on_terminal = stream.isatty()
        self._next = 0.0
        self._shown = False

    def rows_read(self, count: int) -> None:
        if not self._on_terminal or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _EVERY_SECONDS
        self._shown = True
        self._stream.write("\r" + gettext("{count} rows read").format(count=f"{count:,}"))
        self._stream.flush()

    def done(self) -> None:
        """Clears the line."""
        if self._shown:
            self._stream.write("\r\033[K")
            self._stream.flush()
