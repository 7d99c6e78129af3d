"""What every test may ask for: a migrated database seen as the application, a worker, a browser."""

from tests.fixtures_audit import audit_files, audit_key_file
from tests.fixtures_browser import browser_context_args, browser_type_launch_args
from tests.fixtures_coverage import children_are_counted_like_their_test, pytest_runtest_protocol, pytest_sessionstart
from tests.fixtures_database import django_db_setup, superuser_connection
from tests.fixtures_language import language_of_the_settings
from tests.fixtures_web import two_web_processes
from tests.fixtures_workers import celery_worker_process, empty_redis, worker_environment
from tests.recalculation import office

__all__ = [
    "audit_files",
    "audit_key_file",
    "browser_context_args",
    "browser_type_launch_args",
    "celery_worker_process",
    "children_are_counted_like_their_test",
    "django_db_setup",
    "empty_redis",
    "language_of_the_settings",
    "office",
    "pytest_runtest_protocol",
    "pytest_sessionstart",
    "superuser_connection",
    "two_web_processes",
    "worker_environment",
]
