from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    label = "reporting"
    default = True
    default_auto_field = "django.db.models.BigAutoField"


class OfflineReportingConfig(AppConfig):
    """The commands without a database: the tables of this stage, and of those before it, are not there."""

    name = "reporting"
    label = "reporting"

    def import_models(self) -> None:
        """Nothing: a model could not be declared where the packages it refers to are not installed."""
        self.models = {}
