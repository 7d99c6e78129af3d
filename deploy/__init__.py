"""The composition root: settings, addresses, events, workers, scripts. Nothing imports it."""

from deploy.celery_app import app as celery_app

__all__ = ["celery_app"]
