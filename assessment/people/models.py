"""Users, their dated roles, the 知悉人员名单 for unissued results, and tokens for programs that read."""

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from assessment.people.roles import Role, SeparationClass, roles_of_class
from assessment.territory.models import Organisation, Region


class User(AbstractBaseUser):
    """One person, one account. `separation_class` keeps 三员 and business apart (see RoleGrant)."""

    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=60)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="users")
    employee_number = models.CharField(max_length=40, unique=True, help_text="one person, one account")
    email = models.EmailField(blank=True)
    separation_class = models.CharField(max_length=20, choices=[(c.value, c.value) for c in SeparationClass])
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    initial_password_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    disabled_at = models.DateTimeField(null=True)

    # Of the present request; set by the middleware, never stored: where it comes from, and, for an enterprise, the one
    # collection its link opens.
    source_address: str = ""
    collection_open: int | None = None
    # Where a program came with an access token: which one, and all it may do of what its owner may.
    token_number: int | None = None
    token_scope: frozenset[str] | None = None

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    class Meta:
        constraints = [
            # Target of the composite foreign key of RoleGrant: see migration 0002.
            models.UniqueConstraint(fields=["id", "separation_class"], name="people_user_class"),
        ]
        ordering = ["username"]

    def __str__(self) -> str:
        return self.display_name


class RoleGrant(models.Model):
    """A dated role, walled to a region where the role belongs to one; a deputy's grant names for whom it is and why.

    The database ties (user, separation_class) to the user's own class and the role to the class, so that nobody
    holds two of 系统管理员, 安全管理员, 审计管理员, or one of them beside a business role.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    separation_class = models.CharField(max_length=20)
    role = models.CharField(max_length=40, choices=[(r.value, r.value) for r in Role])
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT)
    deputy_of = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="deputised")
    reason = models.CharField(max_length=200, blank=True, default="", help_text="of a deputy's grant")
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    granted_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_grant_role_in_class",
                condition=Q(
                    *[
                        Q(separation_class=c.value, role__in=[r.value for r in roles_of_class(c)])
                        for c in SeparationClass
                    ],
                    _connector=Q.OR,
                ),
            ),
            models.CheckConstraint(
                # As long as nothing: a deputy's grant that was ended before its first day.
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="people_grant_dates",
            ),
            models.CheckConstraint(
                condition=Q(deputy_of__isnull=True)
                | (~Q(deputy_of=F("user")) & Q(valid_until__isnull=False) & ~Q(reason="")),
                name="people_deputy_is_another_for_a_time_and_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class InsiderEntry(models.Model):
    """知悉人员名单: who may see the unissued results of a subject (period code) and why."""

    subject = models.CharField(max_length=20, help_text="period code of the results")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="insider_entries")
    reason = models.CharField(max_length=200)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    added_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "user"], condition=Q(valid_until__isnull=True), name="people_insider_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.user_id}"


class ApiToken(models.Model):
    """访问令牌: a program reads in its owner's name, within `scope`; of the token itself only the digest is kept.

    `bound_to` is the session hash of the owner's password: another password ends the token as it ends sessions.
    """

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_tokens")
    purpose = models.CharField(max_length=100, help_text="what the program is for, in the owner's words")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token")
    beginning = models.CharField(max_length=10, help_text="first letters, by which its owner knows it again")
    bound_to = models.CharField(max_length=128)
    scope = models.JSONField(help_text="values of Action, all of them reading")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="people_token_dates"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="people_token_revoked_by_somebody",
            ),
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.beginning}"
