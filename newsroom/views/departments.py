"""Departments and press contacts."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from newsroom.alphabet import swedish
from newsroom.listing import current
from newsroom.models import Contact, Department, DepartmentSlug
from newsroom.views.machines import of_collection, of_contacts, of_department
from newsroom.views.pages import page_of, public_page
from newsroom.views.reviewed import line_of_department
from newsroom.views.shown import Shown


@public_page
def department_list(request: HttpRequest) -> HttpResponse:
    """List the departments at work today, units below what they are part of."""
    departments = sorted(Department.objects.listed(), key=lambda department: swedish(department.name))
    shown = {department.pk for department in departments}
    tops = [d for d in departments if d.parent_id not in shown]
    tree = [(top, [d for d in departments if d.parent_id == top.pk]) for top in tops]
    machines = of_collection(reverse("department_list"), _("Departments"))
    return render(request, "newsroom/department_list.html", {"tree": tree, "for_machines": machines})


@public_page
def department_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a department's card, its contacts and its releases; a former address leads on."""
    department = Department.objects.public().select_related("parent").filter(slug=slug).first()
    if department is None:
        former = get_object_or_404(DepartmentSlug.objects.select_related("department"), slug=slug)
        return redirect(former.department, permanent=True)
    line, listing = line_of_department(department), current()
    context: dict[str, Any] = {
        "department": department,
        "review_line": line,
        "for_machines": of_department(department, line),
        "contacts": Contact.objects.listed().filter(department=department).prefetch_related("telephones"),
        "units": department.units.listed(),
        "feed_query": f"?forvaltning={department.slug}",
        "page": page_of(Shown(listing, listing.having("forvaltning", department.pk)), request),
    }
    number = context["page"].number
    context["twin_query"] = f"?sida={number}" if number > 1 else ""
    return render(request, "newsroom/department_detail.html", context)


def _shown_department(contact: Contact) -> Department | None:
    """Return where a contact works, if that is public yet."""
    return contact.department if contact.department and contact.department.is_public else None


def _department_then_name(contact: Contact) -> tuple[bool, str, str]:
    """Order contacts by department, those without one last, and by name."""
    department = _shown_department(contact)
    name = department.name if department else ""
    return not name, swedish(name), swedish(contact.name)


@public_page
def contact_list(request: HttpRequest) -> HttpResponse:
    """List the press contacts: those for the press first, then by department."""
    listed = Contact.objects.listed().select_related("department").prefetch_related("telephones")
    contacts = sorted(listed, key=_department_then_name)
    press = sorted((c for c in contacts if c.kind in Contact.PRESS), key=lambda c: (c.kind, swedish(c.name)))
    others = groupby((c for c in contacts if c.kind not in Contact.PRESS), _shown_department)
    context = {"press_contacts": press, "groups": [(department, list(group)) for department, group in others]}
    context["for_machines"] = of_contacts(press)
    return render(request, "newsroom/contact_list.html", context)
