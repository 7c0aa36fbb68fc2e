"""What lies on the desk of the demo today, so that every card of the start page has something in it."""

import datetime as dt

from newsroom import actions, approving, links
from newsroom.models import (
    Contact,
    Department,
    Event,
    PreviewLink,
    QuoteAnswer,
    Release,
    ReleaseContact,
    User,
    Version,
)
from newsroom.models.release import Status

#: Who is asked about which words: the first wants a change, the second has not answered.
QUOTES = {
    "Nora Lindqvist": (
        "– Gården är barnens också när skolan är stängd, och personalen har sagt ja till att låsa senare, "
        "säger Nora Lindqvist, rektor."
    ),
    "Amir Haddad": "– Vi har bett om det här i tre år, säger Amir Haddad, ordförande i elevrådet.",
}


def set_the_desk(people: dict[str, User], now: dt.datetime) -> None:
    """Give each login its work: a text that came back, one to approve afterwards, a change that is scheduled."""
    editor, publisher, administrator = people["redaktor"], people["utgivare"], people["admin"]
    _return_a_text(editor, publisher)
    _publish_in_a_hurry(administrator)
    _schedule_a_change(administrator, publisher, now)
    _schedule_a_text(editor, publisher, now)
    _submit_a_change(editor)
    _ask_about_quotes(editor, now)
    _begin(editor, "Sommarjobben 2027: så söker du", "utbildningsforvaltningen")
    _begin(publisher, "Fråga en fritidsledare", "kultur-och-fritidsforvaltningen")


def _begin(by: User, headline: str, department: str) -> Release:
    """Begin a draft, complete but for its contacts."""
    release = Release.objects.create(
        headline=headline,
        lead="Texten är påbörjad. Det viktigaste kommer att stå här, i en eller två meningar.",
        body="<p>Vi återkommer med datum, tider och hur man anmäler sig.</p>",
        department=Department.objects.get(slug=department),
        owner=by,
        changed_by=by,
    )
    actions.record(release, Event.Kind.CREATED, by)
    return release


def _with_contact(release: Release) -> Release:
    """Give a release the press officer as its contact."""
    contact = Contact.objects.listed().filter(kind=Contact.Kind.PRESS_OFFICER).earliest("pk")
    ReleaseContact.objects.create(release=release, contact=contact)
    return release


def _return_a_text(editor: User, publisher: User) -> None:
    """Send a text, and get it back with a comment."""
    release = _with_contact(_begin(editor, "Så fördelas platserna i förskolan i höst", "utbildningsforvaltningen"))
    approving.submit_release(release=release, by=editor, comment="Kan den gå ut i dag?")
    comment = "Skriv hur många barn det gäller redan i ingressen, och lägg till rektorn som kontakt."
    approving.return_release(release=release, by=publisher, comment=comment)


def _publish_in_a_hurry(by: User) -> None:
    """Publish without approval, with a reason."""
    release = _with_contact(
        _begin(by, "Telefonväxeln är stängd en timme i eftermiddag", "kommunstyrelsens-forvaltning")
    )
    release.lead = "Växeln byter utrustning och svarar inte mellan klockan 14 och 15. Vid fara för liv: ring 112."
    release.body = "<p>Kontaktcenter svarar på e-post som vanligt. Du kan också komma till Stadshuset.</p>"
    release.save()
    actions.publish_release(release=release, by=by, reason="Felet upptäcktes nyss och ingen utgivare svarar.")


def _schedule_a_change(by: User, approver: User, now: dt.datetime) -> None:
    """Let an approved change of a live release wait for its time."""
    live = Release.objects.standing(Status.PUBLISHED).exclude(owner=None)
    release = live.filter(department__slug="kultur-och-fritidsforvaltningen").order_by("-changed_at")[0]
    release.lead = f"{release.lead} Uppgifterna uppdateras inför helgen."
    release.save()
    actions.record(release, Event.Kind.SAVED, by)
    approving.submit_release(release=release, by=by)
    approving.approve_release(release=release, by=approver)
    actions.schedule_release(
        release=release,
        by=approver,
        visible_from=now + dt.timedelta(days=3),
        kind=Version.Kind.UPDATE,
        public_note="Vi har lagt till tiderna för helgen.",
    )


def _schedule_a_text(by: User, approver: User, now: dt.datetime) -> None:
    """Let an approved text of the editor wait for its day."""
    release = _with_contact(_begin(by, "Studievägledningen öppnar för samtal på kvällstid", "utbildningsforvaltningen"))
    release.lead = "Den som arbetar på dagarna kan nu träffa en studievägledare efter klockan 17 två kvällar i veckan."
    release.body = "<p>Man bokar sin tid på webben eller per telefon. Samtalet är gratis och öppet för alla.</p>"
    release.save()
    actions.record(release, Event.Kind.SAVED, by)
    approving.submit_release(release=release, by=by)
    approving.approve_release(release=release, by=approver)
    actions.schedule_release(release=release, by=approver, visible_from=now + dt.timedelta(days=5))


def _submit_a_change(by: User) -> None:
    """Send a change of a live release for approval."""
    departments = by.department_ids()
    live = Release.objects.standing(Status.PUBLISHED).filter(department__in=departments)
    release = live.exclude(department__approval="off").order_by("-changed_at")[0]
    release.lead = release.lead.replace(".", ", säger förvaltningen.", 1)
    release.save()
    actions.record(release, Event.Kind.SAVED, by)
    approving.submit_release(release=release, by=by, comment="Ett förtydligande som flera läsare har bett om.")


def _ask_about_quotes(by: User, now: dt.datetime) -> None:
    """Let a draft wait for two people quoted: one has not answered, one wants a change. A third reads it all."""
    release = _with_contact(_begin(by, "Skolgårdarna öppnas för alla på kvällarna", "utbildningsforvaltningen"))
    release.lead = "Från och med januari står grindarna öppna till klockan 21 vid fyra av kommunens skolor."
    release.body = "<p>Försöket pågår till sommaren.</p>" + "".join(f"<p>{quote}</p>" for quote in QUOTES.values())
    release.save()
    actions.record(release, Event.Kind.SAVED, by)
    preview, quote = PreviewLink.Kind.PREVIEW, PreviewLink.Kind.QUOTE
    links.create_link(release=release, by=by, kind=preview, recipient="Eva Norling", at=now - dt.timedelta(hours=4))
    asked = [
        links.create_link(
            release=release, by=by, kind=quote, recipient=name, quote=said, at=now - dt.timedelta(hours=3)
        )[0]
        for name, said in QUOTES.items()
    ]
    links.answer_quote(
        link=asked[0],
        answer=QuoteAnswer.Answer.CHANGE,
        digest=asked[0].digest,
        comment="Skriv gärna vaktmästarna i stället för personalen. Resten stämmer.",
        at=now - dt.timedelta(hours=1),
    )
