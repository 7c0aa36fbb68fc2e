"""Puts a release that was read from text into the newsroom: all of it, or nothing."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from newsroom.actions import freeze, open_interval, record
from newsroom.exchange.document import ReadContact, ReadDepartment, ReadRelease, ReadReview
from newsroom.html import clean_html
from newsroom.models import Contact, Department, Event, Release, ReleaseContact, Review, Telephone, Version
from newsroom.reviewing import refresh_review_index, subject_of
from newsroom.signing import seen_version, sign

#: Titles of elected people; everybody else below the text is an expert.
_ELECTED = ("ordförande", "kommunalråd", "borgarråd", "ledamot")


@dataclass(frozen=True)
class Imported:
    """The release, and whether it is new (False: it was here already and nothing was changed)."""

    release: Release
    is_new: bool


@transaction.atomic
def import_release(read: ReadRelease) -> Imported:
    """Store what was read as a public release of its date, with its review.

    Raises ValidationError when a part does not fit; then nothing is stored.
    """
    if known := _already_here(read):
        return Imported(known, is_new=False)
    department = _department(read.department) if read.department else None
    release = _release(read, department)
    for order, contact in enumerate(read.contacts):
        ReleaseContact.objects.create(
            release=release,
            contact=_contact(contact, department),
            placement=contact.placement,
            role=contact.title,
            order=order,
        )
    version = _publish(release, read.date)
    if read.review:
        _review(version, read.review)
    return Imported(release, is_new=True)


def _already_here(read: ReadRelease) -> Release | None:
    """Return the release whose first version says the same, if there is one."""
    same = Version.objects.filter(
        number=1, headline=read.headline, lead=read.lead, dateline=read.dateline, body=clean_html(read.body_html)
    )
    version = same.select_related("release").first()
    return version.release if version else None


def _release(read: ReadRelease, department: Department | None) -> Release:
    """Make the working copy."""
    release = Release(
        type=read.type,
        headline=read.headline,
        subheading=read.subheading,
        lead=read.lead,
        body=read.body_html,
        dateline=read.dateline,
        department=department,
    )
    release.full_clean()
    release.save()
    return release


def _department(read: ReadDepartment) -> Department:
    """Return the department of that name, made from its card if it is new."""
    known = Department.objects.filter(name__iexact=read.name).first()
    if known:
        return known
    department = Department(
        name=read.name,
        slug=slugify(read.name),
        street_address=read.street_address,
        postcode=read.postcode,
        city=read.city,
        telephone=read.telephone,
    )
    department.full_clean()
    department.save()
    subject_of(department)
    return department


def _contact(read: ReadContact, department: Department | None) -> Contact:
    """Return the contact of that name and title, made if need be. Numbers already known are left alone."""
    known = Contact.objects.filter(name__iexact=read.name, title__iexact=read.title).first()
    if known:
        return known
    is_press = read.placement == "card"
    contact = Contact(
        name=read.name,
        title=read.title,
        organisation=read.organisation,
        party=read.party,
        email=read.email,
        kind=Contact.Kind.PRESS_OFFICER if is_press else _kind(read.title),
        department=department if is_press else None,
    )
    contact.full_clean()
    contact.save()
    for order, number in enumerate(read.telephones):
        telephone = Telephone(contact=contact, number=number, order=order)
        telephone.full_clean()
        telephone.save()
    subject_of(contact)
    return contact


def _kind(title: str) -> Contact.Kind:
    """Guess from the title what a journalist can expect."""
    elected = any(word in title.lower() for word in _ELECTED)
    return Contact.Kind.POLITICIAN if elected else Contact.Kind.EXPERT


def _publish(release: Release, on: dt.date) -> Version:
    """Freeze the release and open its interval at the start of its date."""
    version = freeze(release=release, by=None)
    midnight = dt.datetime.combine(on, dt.time(), tzinfo=timezone.get_current_timezone())
    open_interval(version=version, visible_from=midnight)
    record(release, Event.Kind.IMPORTED, None, by_name=_("The import"), version=version)
    refresh_review_index(release)
    return version


def _review(version: Version, read: ReadReview) -> None:
    """Sign the version with the name that the text gives; the person need not have an account."""
    if read.on < version.published_on:
        raise ValidationError(_("The review is dated before the release itself."))
    at = dt.datetime.combine(read.on, dt.time(12), tzinfo=timezone.get_current_timezone())
    sign(seen=seen_version(version), by=None, name=read.name, on=read.on, at=at, method=Review.Method.IMPORTED)
