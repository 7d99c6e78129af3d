"""By what a list of returns may be narrowed."""

import django_filters  # type: ignore[import-untyped]  # it has no stubs

from assessment.filing.models import AdoptedValue, Explanation, Return, Version


class ReturnFilter(django_filters.FilterSet):  # type: ignore[misc]  # without stubs a base of type Any
    form = django_filters.CharFilter(field_name="collection__form_version__form__code", label="code of the form")
    period = django_filters.CharFilter(field_name="collection__period", label="period code, such as 2021c06")
    region = django_filters.CharFilter(field_name="reporting_unit__region__code", label="region code")
    state = django_filters.ChoiceFilter(
        field_name="latest_state", choices=Version.State.choices, label="state of the newest version"
    )

    class Meta:
        model = Return
        fields: list[str] = []


class ExplanationFilter(django_filters.FilterSet):  # type: ignore[misc]  # without stubs a base of type Any
    text = django_filters.CharFilter(field_name="text", lookup_expr="icontains", label="words of the explanation")
    form = django_filters.CharFilter(
        field_name="return_filed__collection__form_version__form__code", label="code of the form"
    )
    period = django_filters.CharFilter(
        field_name="return_filed__collection__period", label="period code, such as 2021c06"
    )
    region = django_filters.CharFilter(field_name="return_filed__reporting_unit__region__code", label="region code")
    rule = django_filters.CharFilter(field_name="rule", label="code of the check rule")
    reason = django_filters.CharFilter(field_name="reason", label="code of the reason")

    class Meta:
        model = Explanation
        fields: list[str] = []


class AdoptedValueFilter(django_filters.FilterSet):  # type: ignore[misc]  # without stubs a base of type Any
    form = django_filters.CharFilter(
        field_name="return_filed__collection__form_version__form__code", label="code of the form"
    )
    period = django_filters.CharFilter(
        field_name="return_filed__collection__period", label="period code, such as 2021c06"
    )
    region = django_filters.CharFilter(field_name="return_filed__reporting_unit__region__code", label="region code")
    state = django_filters.ChoiceFilter(choices=AdoptedValue.State.choices, label="state of the record")

    class Meta:
        model = AdoptedValue
        fields: list[str] = []
