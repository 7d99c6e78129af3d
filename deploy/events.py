"""What follows what: the name of an outbox event -> the names of the Celery tasks run for it, as one chain.

The first task receives the arguments stored with the event, each later task the answer of the one before.
An event that nothing follows has an empty tuple.
"""

from collections.abc import Mapping

EVENTS: Mapping[str, tuple[str, ...]] = {}
