"""Settings that hold everywhere. What differs stands in quickstart, test and production."""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.functional import SimpleLazyObject
from kombu import Queue

from deploy.environment import (
    PROJECT,
    VAR,
    app_address,
    database_settings,
    from_file_or_environment,
    owner_address,
    redis_address,
    redis_addresses,
)
from deploy.keys import secret_key
from deploy.schedule import schedule

BASE_DIR = PROJECT
VAR_DIR = VAR
DEBUG = False
SECRET_KEY_PATH = VAR / "keys" / "secret_key"
# Lazy: offline commands run on a read-only disk and need no key.
SECRET_KEY: Any = SimpleLazyObject(lambda: from_file_or_environment("SECRET_KEY") or secret_key(SECRET_KEY_PATH))
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Before the libraries whose sentences it says in its own words.
    "assessment.display",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "assessment.audit",
    "assessment.territory",
    "assessment.people",
    "assessment.jobs",
    "assessment.evidence",
    "assessment.messages",
    "assessment.catalogue",
    "assessment.directory",
    "assessment.filing",
    "assessment.measurement",
    "assessment.scoring",
    "reporting",
    "deploy.apps.DeployConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "assessment.display.pages.NoStoreMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "assessment.display.pages.BrowserMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "assessment.directory.middleware.LinkSessionMiddleware",
    "assessment.people.middleware.SourceAddressMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "assessment.people.middleware.FirstPasswordMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "assessment.display.pages.RefusalMiddleware",
]

ROOT_URLCONF = "deploy.urls"
WSGI_APPLICATION = "deploy.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "assessment.display.site.site",
                "assessment.people.navigation.head",
                "assessment.messages.head.unread",
            ],
        },
    }
]

POSTGRES_SOCKETS = VAR / "postgres" / "sockets"
DATABASES = {
    "default": database_settings(app_address(POSTGRES_SOCKETS)),
    "owner": database_settings(owner_address(POSTGRES_SOCKETS)),
}
# Reads and writes go through `default`; `owner` is named where the schema is changed.
DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 0, "max_size": 8, "timeout": 10}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APP_DATABASE_ROLE = DATABASES["default"]["USER"]
OWNER_DATABASE_ROLE = DATABASES["owner"]["USER"]

BROKER_URL, CACHE_URL = redis_addresses(redis_address(VAR / "valkey" / "valkey.sock"))
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["assessment.people.sessions.SessionBackend"]
PASSWORD_HASHERS = ["assessment.people.hashers.Argon2idHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True  # the half hour counts from the last request, not from sign-in
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "assessment.display.pages.page_expired"
NAVIGATION = "deploy.navigation.NAVIGATION"
CSRF_COOKIE_SAMESITE = "Lax"

AUDIT_KEYS_FILE = Path(os.environ.get("AUDIT_KEYS_FILE") or VAR / "keys" / "audit.json")
AUDIT_ANCHOR_DIR = Path(os.environ.get("AUDIT_ANCHOR_DIR") or VAR / "anchors")

JOBS_EVENTS = "deploy.events.EVENTS"
JOBS_FAILED = "deploy.alerts.tell_of_failed_job"
JOBS_LEASE_SECONDS = 30.0
JOBS_HEARTBEAT_SECONDS = 10.0

# The hard limit stays below the visibility timeout: a longer task would be delivered twice.
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_TIME_LIMIT = 600
CELERY_VISIBILITY_TIMEOUT = 900
CELERY_BROKER_URL = BROKER_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": CELERY_VISIBILITY_TIMEOUT,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 30,
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
}
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = {"visibility_timeout": CELERY_VISIBILITY_TIMEOUT}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "interactive"
CELERY_TASK_QUEUES = [Queue("interactive"), Queue("bulk")]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BEAT_SCHEDULE = schedule(drain=2.0, watch=5.0, anchor=2.0)
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PROJECT / "assessment" / "methodology" / "locale", PROJECT / "deploy" / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

ENTERPRISE_HOME = "filing:enterprise-row"  # where a one-time link leads
DEMO_DATA = False  # whether every title and page says that its figures are invented
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
FIXTURES_DIR = PROJECT / "fixtures"
REPORTS_DIR = VAR / "reports"
OFFICIAL_MAP_FILE = os.environ.get("OFFICIAL_MAP_FILE", "")  # only with 审图号 and source; without it tiles are shown
OFFICE_PROGRAM = os.environ.get("OFFICE_PROGRAM", "soffice")  # LibreOffice prints the previews of documents
OFFICE_SECONDS = 120
EVIDENCE_DIR = Path(os.environ.get("EVIDENCE_DIR") or VAR / "evidence")  # outside everything that is served
EVIDENCE_MAX_BYTES = 10 * 1024 * 1024
EVIDENCE_SCANNER = "assessment.evidence.scanning.known_signatures"
# Without a mail server letters become files; production names its server in the environment.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT") or 25)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = VAR / "messages" / "mail"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM") or "assessment@localhost"
MESSAGE_LOG = VAR / "messages" / "sent.jsonl"
# Each takes one message; an installation adds its own (text message, enterprise chat).
MESSAGE_SENDERS = {
    "email": "assessment.messages.senders.send_email",
    "log": "assessment.messages.senders.append_to_log",
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "PAGE_SIZE": 100,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "deploy.api_errors.handler",
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Digital economy assessment",
    "DESCRIPTION": "Returns, measurements, scores and rankings.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENFORCE_NON_BLANK_FIELDS": True,
    "COMPONENT_SPLIT_REQUEST": True,
    # Fields called state or kind are many; each set of values has one name.
    "ENUM_NAME_OVERRIDES": {
        "JobState": "assessment.jobs.models.Job.State",
        "ReturnState": "assessment.filing.models.Version.State",
        "BatchState": "assessment.measurement.models.Batch.State",
        "RunState": "assessment.scoring.models.Run.State",
        "OrganisationKind": "assessment.territory.models.Organisation.Kind",
        "ReportingUnitKind": "assessment.territory.models.ReportingUnit.Kind",
        "CollectionState": ["planned", "open"],
        "SchemeState": ["draft", "frozen"],
        "SchemeKind": "assessment.catalogue.models.SchemeVersion.Kind",
        "TableKind": "assessment.measurement.models.BaseTable.Kind",
        "LifeEventKind": "assessment.directory.models.LifeEvent.Kind",
        "ClaimState": "assessment.directory.models.Claim.State",
        "FigureDisputeState": "assessment.measurement.opinion_models.Dispute.State",
        "SurveyState": "assessment.measurement.survey_models.Survey.State",
        "EstimationState": "assessment.measurement.survey_models.SurveyEstimation.State",
        "TableUploadState": "assessment.measurement.models.TableUpload.State",
        "CollectionPurpose": "assessment.catalogue.models.Collection.Purpose",
        "RunPurpose": "assessment.scoring.models.Run.Purpose",
        "FeedbackState": "assessment.scoring.models.CityFeedback.State",
        "ObjectionState": "assessment.scoring.models.Objection.State",
        "ObjectionOutcome": "assessment.scoring.models.Objection.Outcome",
        "RecordOutcome": "assessment.audit.models.Entry.Outcome",
        "PaperOutcome": "reporting.models.BulletinDecision.Outcome",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
}
