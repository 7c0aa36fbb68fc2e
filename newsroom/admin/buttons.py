"""Which buttons a person sees on the form: one that leads on, the others quiet. The table decides."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsroom import approving, workflow
from newsroom.models import Membership, Release, User

#: The buttons that save first, and the page each leads to.
SAVING = {"_preview": "preview", "_publish": "publish", "_submit": "step/submit"}


@dataclass(frozen=True)
class Button:
    """A button that saves and leads on (`name`), or a link to the page of a step (`url`)."""

    label: str | Promise
    name: str = ""
    url: str = ""


@dataclass(frozen=True)
class Buttons:
    """The one that leads on, those beside it, and those under "More"."""

    primary: Button | None
    beside: list[Button]
    more: list[Button]


def step_url(release: Release, action: str) -> str:
    """Return the address of a step's page."""
    return reverse("admin:release_step", args=[release.pk, action])


def buttons_for_new(by: User) -> Buttons:
    """Return the buttons for a release that is not stored yet: the department, and so the role, is still open."""
    publish, submit = Button(_("Publish…"), name="_publish"), Button(_("Send for approval…"), name="_submit")
    may_publish = by.is_administrator or bool(by.department_ids(Membership.Role.PUBLISHER))
    return Buttons(publish, [submit], []) if may_publish else Buttons(submit, [], [])


def buttons_for(release: Release, by: User) -> Buttons:
    """Return the buttons for a release that is stored."""
    can = workflow.allowed(release, by)
    ready = can["publish"] and not approving.needs_approval(release)
    is_own = approving.is_own_text(release, by)
    leads_on = [
        (can["approve"] and not is_own, Button(_("Approve…"), url=step_url(release, "approve"))),
        (ready, Button(_("Publish…"), name="_publish")),
        (can["submit"], Button(_("Send for approval…"), name="_submit")),
        (can["recall"] and release.submitted_by_id == by.pk, Button(_("Take back…"), url=step_url(release, "recall"))),
    ]
    found = [button for is_shown, button in leads_on if is_shown]
    if can["return"]:
        found.append(Button(_("Return…"), url=step_url(release, "return")))
    return Buttons(found[0] if found else None, found[1:], _more(release, can, ready))


def _more(release: Release, can: dict[str, bool], ready: bool) -> list[Button]:
    """Return what is seldom needed."""
    labels = {
        "unschedule": _("Cancel the schedule…"),
        "archive": _("Archive…"),
        "unarchive": _("Take out of the archive…"),
        "retract": _("Retract with a notice…"),
        "withdraw": _("Withdraw a mistake…"),
    }
    found = [Button(label, url=step_url(release, action)) for action, label in labels.items() if can[action]]
    if can["edit"]:
        found.append(Button(_("New translation…"), url=reverse("admin:release_translate", args=[release.pk])))
    if can["publish"] and not ready:
        found.insert(0, Button(_("Publish without approval…"), name="_publish"))
    return found
