from django.apps import AppConfig


class DisplayConfig(AppConfig):
    name = "assessment.display"
    label = "display"
    default_auto_field = "django.db.models.BigAutoField"
