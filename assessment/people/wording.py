"""The names of the roles as a person reads them."""

from assessment.methodology.errors import N_
from assessment.people.roles import Role

ROLE_WORDS: dict[str, str] = {
    Role.ENTERPRISE: N_("Enterprise"),
    Role.FILLER: N_("Filler"),
    Role.STATISTICS_HEAD: N_("Head of statistics"),
    Role.UNIT_HEAD: N_("Head of the unit"),
    Role.GOVERNMENT_SIGNER: N_("Government signer"),
    Role.STATISTICS_BUREAU: N_("Provincial bureau of statistics"),
    Role.COMMUNICATIONS_ADMINISTRATION: N_("Communications administration"),
    Role.MEASURING_INSTITUTE: N_("Measuring institute"),
    Role.REVIEWER: N_("Reviewer"),
    Role.CONFIRMER: N_("Confirmer"),
    Role.COMMISSION_OFFICER: N_("Officer of the commission"),
    Role.COMMISSION_APPROVER: N_("Approver of the commission"),
    Role.COMMISSION_LEADER: N_("Leader of the commission"),
    Role.SYSTEM_ADMINISTRATOR: N_("System administrator"),
    Role.SECURITY_ADMINISTRATOR: N_("Security administrator"),
    Role.AUDIT_ADMINISTRATOR: N_("Audit administrator"),
}
