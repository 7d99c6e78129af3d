"""The only writers of the directory, gathered: lists, life events, claims, one-time links."""

from assessment.directory.claim_actions import decide_claim
from assessment.directory.event_actions import enter_event
from assessment.directory.link_actions import issue_link, issue_links, revoke_link, use_link
from assessment.directory.listing_actions import import_list, list_enterprises

__all__ = [
    "decide_claim",
    "enter_event",
    "import_list",
    "issue_link",
    "issue_links",
    "list_enterprises",
    "revoke_link",
    "use_link",
]
