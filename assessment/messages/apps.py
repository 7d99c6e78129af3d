from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "assessment.messages"
    label = "correspondence"  # Django has an app of its own called messages
    default_auto_field = "django.db.models.BigAutoField"
