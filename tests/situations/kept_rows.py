"""Rows that a loader wrote once, put back at once: a hundred tests need the same catalogue, none needs it loaded anew.

The rows keep their keys. Only tables that are loaded from files are kept, so that whatever a test does to them ends
with the test.
"""

from collections.abc import Callable

from django.db.models import Model

_KEPT: dict[str, list[list[Model]]] = {}


def put_back(what: str, models: tuple[type[Model], ...], load: Callable[[], object]) -> None:
    """The rows of `models`, parents first, as `load` writes them: loaded the first time, then stored again as kept.

    `what` tells apart what is loaded into the same tables.
    """
    if what in _KEPT:
        for model, rows in zip(models, _KEPT[what], strict=True):
            model._default_manager.bulk_create(rows)
        return
    load()
    _KEPT[what] = [list(model._default_manager.order_by("pk")) for model in models]
