"""Pages as schema.org describes them, for search engines and news agencies: nothing that the page does not show.

The text itself is left out (`articleBody`): it stands in the page already, and would double it.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from newsroom.languages import frame_language
from newsroom.models import Contact, Department, Version
from newsroom.views.head import release_picture
from newsroom.views.reviewed import ReviewLine, changed_at, last_change, reviewed_for_machines

Node = dict[str, Any]


def graph(*nodes: Node) -> Node:
    """Return the nodes as one description. What is empty is left out of each."""
    kept = [{name: value for name, value in node.items() if value not in ("", None, [])} for node in nodes]
    return {"@context": "https://schema.org", "@graph": kept}


def address(path: str) -> str:
    """Return the whole address of a path."""
    return settings.SITE_URL + path


def _municipality(**more: Any) -> Node:
    """Return the municipality, which publishes everything here."""
    node = {"@type": "GovernmentOrganization", **_municipality_id(), "name": settings.SITE_NAME}
    return node | {"url": address("/")} | more


def _municipality_id() -> Node:
    """Return what points at the municipality."""
    return {"@id": address("/#kommun")}


def _site(**more: Any) -> Node:
    """Return the newsroom as a site."""
    name = f"{_('Newsroom')}, {settings.SITE_NAME}"
    return {"@type": "WebSite", "@id": address("/#pressrum"), "url": address("/"), "name": name, **more}


def trail(*steps: tuple[str, str]) -> Node:
    """Return the way from the start to a page: names and paths, the page itself last."""
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": address(path)}
        for number, (name, path) in enumerate([(_("Newsroom"), reverse("start")), *steps], start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


# --- a release ----------------------------------------------------------------------------------------
def of_release(version: Version, page: Node, history: list[Version]) -> Node:
    """Return the page of a release, the article on it, who sends it and the way there, in the frame's language."""
    with override(frame_language(version.language)):
        return _of_release(version, page, history)


def _of_release(version: Version, page: Node, history: list[Version]) -> Node:
    """Return the same in the language that is spoken."""
    path = version.get_absolute_url()
    year = version.published_on.year
    crumbs = trail(
        (_("Press releases"), reverse("release_list")),
        (str(year), reverse("release_year", args=[year])),
        (version.headline, path),
    )
    web_page = _page_of_release(version, history, page["review_line"])
    if version.kind == Version.Kind.RETRACTION:
        return graph(web_page, crumbs)
    article = _article(version, page, history)
    return graph(web_page, article, _municipality(), _site(publisher=_municipality_id()), crumbs)


def _page_of_release(version: Version, history: list[Version], line: ReviewLine | None) -> Node:
    """Return the page with its review. A minor change is no change here either."""
    url, changed = address(version.get_absolute_url()), last_change(history)
    return {
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "name": version.headline,
        "inLanguage": version.language,
        "datePublished": version.published_on.isoformat(),
        "dateModified": changed and changed.isoformat(),
        **reviewed_for_machines(line),
    }


def _article(version: Version, page: Node, history: list[Version]) -> Node:
    """Return the text as an article with its sender, whom to call, corrections and translations."""
    url, changed = address(version.get_absolute_url()), changed_at(history)
    return {
        "@type": "NewsArticle",
        "@id": f"{url}#artikel",
        "mainEntityOfPage": {"@id": url},
        "headline": version.headline,
        "alternativeHeadline": version.subheading,
        "description": version.lead,
        "image": [address(release_picture(version))],
        "datePublished": _moment(version.published_at),
        "dateModified": changed and _moment(changed),
        "inLanguage": version.language,
        "isAccessibleForFree": True,
        "isPartOf": {"@id": address("/#pressrum")},
        "keywords": [topic.name for topic in page["topics"]],
        "author": _municipality_id(),
        "publisher": _municipality_id(),
        "sourceOrganization": _sender(version, [*page["card_contacts"], *page["more_contacts"]]),
        "correction": [_correction(entry) for entry in page["log"] if entry.kind == Version.Kind.CORRECTION],
        **_translations(version, page.get("translations", [])),
    }


def _moment(moment: dt.datetime | None) -> str:
    """Return a moment with the Swedish offset, to the second."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _correction(entry: Version) -> Node:
    """Return a correction as the change log tells of it."""
    return {"@type": "CorrectionComment", "text": entry.public_note, "datePublished": _moment(entry.visible_from)}


def _sender(version: Version, places: Iterable[Any]) -> Node:
    """Return who sends the release, with those who can be reached today, as on its page."""
    points = [contact_point(place.contact, place.name, place.role) for place in places]
    reached = [point for point in points if point]
    if version.department is None:
        return _municipality_id() | ({"contactPoint": reached} if reached else {})
    node = _department(version.department)
    return node | ({"contactPoint": reached} if reached else {})


def contact_point(contact: Contact, name: str, role: str) -> Node | None:
    """Return how a contact is reached; None for one who cannot be."""
    if not contact.is_active:
        return None
    numbers = [e164(telephone.uri) for telephone in contact.telephones.all()]
    international = [number for number in numbers if number]
    if not (international or contact.email):
        return None
    telephone = international[0] if len(international) == 1 else international
    node = {"@type": "ContactPoint", "name": name, "contactType": role, "telephone": telephone, "email": contact.email}
    return {key: value for key, value in node.items() if value}


def e164(uri: str) -> str:
    """Return the number of a link as +46520495000; "" for a short number such as 112, which has no such form."""
    number = uri.removeprefix("tel:").partition(";")[0]
    return number if number.startswith("+") else ""


def _translations(version: Version, translations: list[Version]) -> Node:
    """Return the same text in other languages: what it translates, or what translates it."""
    by_release = {text.release_id: _translation(text) for text in translations}
    if version.original_id:
        found = by_release.get(version.original_id)
        return {"translationOfWork": found} if found else {}
    return {"workTranslation": list(by_release.values())}


def _translation(text: Version) -> Node:
    """Return a translation, by its address."""
    url = address(text.get_absolute_url())
    return {"@type": "NewsArticle", "@id": f"{url}#artikel", "url": url, "inLanguage": text.language}


# --- a department ---------------------------------------------------------------------------------------
def _department(department: Department) -> Node:
    """Return a department by name, with its page if it has one."""
    node = {"@type": "GovernmentOrganization", "name": department.name}
    if not department.is_public:
        return node
    url = address(department.get_absolute_url())
    return node | {"@id": f"{url}#forvaltning", "url": url}


def of_department(department: Department, line: ReviewLine | None) -> Node:
    """Return the department with its card, its page and the way there."""
    path = department.get_absolute_url()
    node = _department(department) | {
        "description": department.description,
        "parentOrganization": _parent(department),
        "address": _postal(department),
        "telephone": e164(department.telephone_uri),
        "email": department.email,
    }
    web_page = _web_page("WebPage", path, department.name) | {"about": {"@id": node["@id"]}}
    crumbs = trail((_("Departments"), reverse("department_list")), (department.name, path))
    return graph(web_page | reviewed_for_machines(line), node, _municipality(), crumbs)


def _parent(department: Department) -> Node:
    """Return what a department is part of, as far as that is public: in the end the municipality."""
    parent = department.parent
    return _department(parent) if parent and parent.is_public else _municipality_id()


def _postal(department: Department) -> Node | None:
    """Return the visiting address, if there is one."""
    parts = {
        "streetAddress": department.street_address,
        "postalCode": department.postcode,
        "addressLocality": department.city,
    }
    given = {name: value for name, value in parts.items() if value}
    return {"@type": "PostalAddress", **given, "addressCountry": "SE"} if given else None


# --- the other pages -----------------------------------------------------------------------------------
def _web_page(kind: str, path: str, name: str) -> Node:
    """Return a page of the frame."""
    page = {"@type": kind, "@id": address(path), "url": address(path), "name": name, "inLanguage": get_language()}
    return page | {"isPartOf": {"@id": address("/#pressrum")}}


def of_collection(path: str, name: str) -> Node:
    """Return a list: of releases, or of departments."""
    return graph(_web_page("CollectionPage", path, name), trail((name, path)))


def of_start() -> Node:
    """Return the newsroom as a site that can be searched, and the municipality."""
    action = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": address("/sok/?q={search_term_string}")},
        "query-input": "required name=search_term_string",
    }
    site = _site(inLanguage=["sv", "en"], publisher=_municipality_id(), potentialAction=action)
    return graph(site, _municipality())


def of_contacts(press: Iterable[Contact]) -> Node:
    """Return the page of press contacts, with those whom the press calls first."""
    points = [point for contact in press if (point := contact_point(contact, contact.name, contact.title))]
    page = _web_page("ContactPage", reverse("contact_list"), _("Press contacts")) | {"about": _municipality_id()}
    return graph(page, _municipality(contactPoint=points), trail((_("Press contacts"), reverse("contact_list"))))
