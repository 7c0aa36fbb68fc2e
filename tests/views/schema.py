"""What schema.org and those who read it want of each kind of node: a check of the shape.

`REQUIRED` must be there; `ALLOWED` is all that we use, each of a type that schema.org gives to the kind. Whatever is
in neither is a mistake of spelling, or wants to be thought about first.
"""

import re

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d\Z")
DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")
TELEPHONE = re.compile(r"\+[1-9]\d{6,14}\Z")
LANGUAGE = re.compile(r"(?:sv|sv-simple|en|fi)\Z")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\Z")
POSTCODE = re.compile(r"\d{3} ?\d\d\Z")


def url(value):
    return isinstance(value, str) and re.match(r"https?://[^\s/]+/", value) is not None


def text(value):
    return isinstance(value, str) and bool(value.strip())


def matching(pattern):
    return lambda value: isinstance(value, str) and pattern.match(value) is not None


def many(check):
    """Let through a list that is not empty, or one value."""
    return lambda value: all(map(check, value)) and len(value) > 0 if isinstance(value, list) else check(value)


def node(*kinds):
    """Let through a node of one of the kinds, or what points at one."""

    def check(value):
        if not isinstance(value, dict):
            return False
        if "@type" in value:
            return value["@type"] in kinds
        return url(value.get("@id"))

    return check


ORGANIZATION = node("GovernmentOrganization")
COMMON = {"@id": url, "@type": text, "url": url, "name": text, "description": text}
PAGE = {
    "inLanguage": matching(LANGUAGE),
    "datePublished": matching(DATE),
    "dateModified": matching(DATE),
    "lastReviewed": matching(DATE),
    "reviewedBy": node("Person", "Organization"),
    "isPartOf": node("WebSite"),
    "about": ORGANIZATION,
}
ALLOWED = {
    "WebPage": PAGE,
    "ContactPage": PAGE,
    "CollectionPage": PAGE,
    "WebSite": {
        "inLanguage": many(matching(LANGUAGE)),
        "publisher": ORGANIZATION,
        "potentialAction": node("SearchAction"),
    },
    "SearchAction": {"target": node("EntryPoint"), "query-input": text},
    "EntryPoint": {"urlTemplate": lambda value: "{search_term_string}" in value},
    "NewsArticle": {
        "headline": lambda value: text(value) and len(value) <= 200,
        "alternativeHeadline": text,
        "image": many(url),
        "datePublished": matching(MOMENT),
        "dateModified": matching(MOMENT),
        "author": ORGANIZATION,
        "publisher": ORGANIZATION,
        "sourceOrganization": ORGANIZATION,
        "isAccessibleForFree": lambda value: value is True,
        "isPartOf": node("WebSite"),
        "keywords": many(text),
        "inLanguage": matching(LANGUAGE),
        "mainEntityOfPage": node("WebPage"),
        "correction": many(node("CorrectionComment")),
        "translationOfWork": node("NewsArticle"),
        "workTranslation": many(node("NewsArticle")),
    },
    "CorrectionComment": {"text": text, "datePublished": matching(MOMENT)},
    "GovernmentOrganization": {
        "parentOrganization": ORGANIZATION,
        "address": node("PostalAddress"),
        "telephone": matching(TELEPHONE),
        "email": matching(EMAIL),
        "contactPoint": many(node("ContactPoint")),
    },
    "ContactPoint": {"contactType": text, "telephone": many(matching(TELEPHONE)), "email": matching(EMAIL)},
    "PostalAddress": {
        "streetAddress": text,
        "postalCode": matching(POSTCODE),
        "addressLocality": text,
        "addressCountry": lambda value: value == "SE",
    },
    "BreadcrumbList": {"itemListElement": many(node("ListItem"))},
    "ListItem": {"position": lambda value: isinstance(value, int), "item": url},
    "Person": {},
    "Organization": {},
}
REQUIRED = {
    "WebPage": {"url", "name", "inLanguage"},
    "ContactPage": {"url", "name", "inLanguage"},
    "CollectionPage": {"url", "name", "inLanguage"},
    "WebSite": {"url", "name", "publisher"},
    "SearchAction": {"target", "query-input"},
    "EntryPoint": {"urlTemplate"},
    # Google requires nothing and recommends headline, image, datePublished, author; the rest is what we promise.
    "NewsArticle": {
        *("headline", "image", "datePublished", "author", "publisher", "sourceOrganization", "isAccessibleForFree"),
        *("isPartOf", "inLanguage", "mainEntityOfPage"),
    },
    "CorrectionComment": {"text", "datePublished"},
    "GovernmentOrganization": {"name"},
    "ContactPoint": {"name"},
    "PostalAddress": {"addressCountry"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Person": {"name"},
    "Organization": {"name"},
}
#: A translation is named by its address alone; what it says stands on its own page.
BY_ADDRESS = {"translationOfWork", "workTranslation"}


def faults(description):
    """Return what is wrong with a description, in words; nothing when all is well."""
    found = [] if description.get("@context") == "https://schema.org" else ["the context"]
    nodes = description.get("@graph", [])
    for each in nodes:
        found += _faults_of(each, each.get("@type", "?"))
    ids = [each["@id"] for each in nodes if "@id" in each]
    if len(ids) != len(set(ids)):
        found.append("two nodes with one @id")
    return found


def _faults_of(each, path, by_address=False):
    kind = each.get("@type")
    if kind is None:
        return [] if set(each) <= {"@id", "contactPoint"} else [f"{path}: a pointer that says more"]
    if kind not in ALLOWED:
        return [f"{path}: unknown type {kind}"]
    allowed = COMMON | ALLOWED[kind]
    wanted = {"url", "inLanguage"} if by_address else REQUIRED[kind]
    found = [f"{path}: {name} is missing" for name in sorted(wanted - set(each))]
    for name, value in each.items():
        if name not in allowed:
            found.append(f"{path}: {name} is not ours")
        elif not allowed[name](value):
            found.append(f"{path}: {name} = {value!r}")
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                found += _faults_of(inner, f"{path}.{name}", name in BY_ADDRESS)
    if kind == "BreadcrumbList":
        positions = [item["position"] for item in each["itemListElement"]]
        found += [] if positions == list(range(1, len(positions) + 1)) else [f"{path}: the positions"]
    return found
