"""The names of the scoring stage's columns, in templates."""

from django import template

from assessment.scoring.wording import column_name

register = template.Library()
register.simple_tag(column_name, name="column_name")
