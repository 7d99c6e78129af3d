"""The roles of the people, and the classes that keep the three administrators and business apart."""

from enum import StrEnum


class Role(StrEnum):
    ENTERPRISE = "enterprise"
    FILLER = "filler"
    STATISTICS_HEAD = "statistics_head"
    UNIT_HEAD = "unit_head"
    GOVERNMENT_SIGNER = "government_signer"
    STATISTICS_BUREAU = "statistics_bureau"
    COMMUNICATIONS_ADMINISTRATION = "communications_administration"
    MEASURING_INSTITUTE = "measuring_institute"
    REVIEWER = "reviewer"
    CONFIRMER = "confirmer"
    COMMISSION_OFFICER = "commission_officer"
    COMMISSION_APPROVER = "commission_approver"
    COMMISSION_LEADER = "commission_leader"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDIT_ADMINISTRATOR = "audit_administrator"


class SeparationClass(StrEnum):
    """GB/T 22239 三员分立: a person belongs to exactly one class for as long as the account lives."""

    BUSINESS = "business"
    SYSTEM = "system"
    SECURITY = "security"
    AUDIT = "audit"


_ADMINISTRATORS = {
    SeparationClass.SYSTEM: Role.SYSTEM_ADMINISTRATOR,
    SeparationClass.SECURITY: Role.SECURITY_ADMINISTRATOR,
    SeparationClass.AUDIT: Role.AUDIT_ADMINISTRATOR,
}


def roles_of_class(separation_class: SeparationClass) -> tuple[Role, ...]:
    if separation_class is SeparationClass.BUSINESS:
        return tuple(role for role in Role if role not in _ADMINISTRATORS.values())
    return (_ADMINISTRATORS[separation_class],)


def class_of_role(role: Role) -> SeparationClass:
    return next(c for c in SeparationClass if role in roles_of_class(c))
