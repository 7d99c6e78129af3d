from django.apps import AppConfig


class MeasurementConfig(AppConfig):
    name = "assessment.measurement"
    label = "measurement"
    default_auto_field = "django.db.models.BigAutoField"
