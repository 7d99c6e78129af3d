"""Refusals of the people stage."""

from assessment.methodology.errors import N_, AssessmentError


class PermissionRefused(AssessmentError):
    code = "permission_refused"
    message = N_("Your account may not do this ({action}). Ask the security administrator whether a role is missing.")
    status = 403


class NotFound(AssessmentError):
    """Also the answer for what exists but lies beyond the reader's wall: the two cannot be told apart."""

    code = "not_found"
    message = N_("Nothing is found at this address.")
    status = 404


class AdministratorsMustDiffer(AssessmentError):
    code = "administrators_must_differ"
    message = N_(
        "{username} belongs to the class {expected} and cannot receive the role {role}: "
        "administrators and business stay apart. Open another person's account for this role."
    )
    status = 409


class SignInThrottled(AssessmentError):
    code = "sign_in_throttled"
    message = N_("Too many attempts. Wait {minutes} minutes, or ask the duty desk to unlock the account.")
    status = 429


class SignInRefused(AssessmentError):
    code = "sign_in_refused"
    message = N_("The user name or the password is wrong, or the account is disabled.")
    status = 401


class CodeRefused(AssessmentError):
    code = "code_refused"
    message = N_("The code is wrong or has been used. Wait for the next one and enter that.")
    status = 401


class PasswordNotGoodEnough(AssessmentError):
    code = "password_not_good_enough"
    message = N_("The password does not meet the rules: {problems}")


class UserUnknown(AssessmentError):
    code = "user_unknown"
    message = N_("There is no account named {username}. Check the spelling, or open the account first.")


class RegionRequired(AssessmentError):
    code = "region_required"
    message = N_("The role {role} belongs to a region: name the region of the grant.")


class UsernameNotAllowed(AssessmentError):
    """“system” signs what the system does by itself; two names that differ in case alone would be confused."""

    code = "username_not_allowed"
    message = N_(
        "“{received}” cannot be a user name. Use lower-case letters and digits, parted by single dots, hyphens or "
        "underscores, such as {example}; “system” is taken by the system itself."
    )


class AccountExists(AssessmentError):
    """One person, one account; an account is never handed on."""

    code = "account_exists"
    message = N_("There is already an account with the {field} {received}. One person has one account.")
    status = 409


class OrganisationUnknown(AssessmentError):
    code = "organisation_unknown"
    message = N_("There is no organisation with the code {code}. Use the codes of the organisations on file.")


class AccountDisabled(AssessmentError):
    code = "account_disabled"
    message = N_("The account {username} is disabled; nothing more can be done with it. Open a new one if needed.")
    status = 409


class GrantEnded(AssessmentError):
    code = "grant_ended"
    message = N_("This grant of the role {role} has already ended.")
    status = 409


class DeputyElsewhere(AssessmentError):
    code = "deputy_elsewhere"
    message = N_(
        "{deputy} belongs to {of_deputy}, {principal} to {of_principal}. A deputy comes from the same organisation."
    )
    status = 409


class DeputyIsPrincipal(AssessmentError):
    code = "deputy_is_principal"
    message = N_("{principal} cannot be the own deputy. Name a colleague of the same organisation.")


class PrincipalLacksRole(AssessmentError):
    """Only a role of one's own can be lent, and no longer than it is held: a deputy names no further deputy."""

    code = "principal_lacks_role"
    message = N_(
        "{principal} does not hold the role {role} in the own right for these days. "
        "Only such a role can pass to a deputy."
    )
    status = 409


class DeputyHoldsRole(AssessmentError):
    code = "deputy_holds_role"
    message = N_("{deputy} holds the role {role} in the own right and needs no grant as a deputy.")
    status = 409


class DeputyTwice(AssessmentError):
    code = "deputy_twice"
    message = N_("{principal} already has a deputy for this role from {first} to {last}: {deputy}. End that one first.")
    status = 409


class DeputyDatesRefused(AssessmentError):
    code = "deputy_dates_refused"
    message = N_(
        "A deputy stands in from {today} at the earliest and for at most {most} days; {first} to {last} was entered."
    )


class DeputyReasonMissing(AssessmentError):
    code = "deputy_reason_missing"
    message = N_("Say why a deputy stands in, such as leave or travel.")


class DeputyEnded(AssessmentError):
    code = "deputy_ended"
    message = N_("This deputy's grant has already ended.")
    status = 409


class InsiderListFull(AssessmentError):
    code = "insider_list_full"
    message = N_(
        "The list of insiders of {subject} names {most} people already, the most it may. Take somebody off it first, "
        "then add {username}."
    )
    status = 409


class ReasonForKnowingMissing(AssessmentError):
    code = "reason_for_knowing_missing"
    message = N_("State why this person has to know the results before they are issued.")


class TokenScopeRefused(AssessmentError):
    """A token never opens more than its owner has."""

    code = "token_scope_refused"
    message = N_("The token cannot open more than your account: {received}. Choose among what your roles allow.")
    status = 403


class TokenDatesRefused(AssessmentError):
    code = "token_dates_refused"
    message = N_("A token is valid for 1 to {most} days; {received} was entered. Enter a number of days in between.")


class TokenRevoked(AssessmentError):
    code = "token_revoked"
    message = N_("This token has already been revoked.")
    status = 409
