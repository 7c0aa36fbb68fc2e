"""Departments and press contacts."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from newsroom.alphabet import swedish
from newsroom.models import Contact, Department, DepartmentSlug
from newsroom.views.pages import page_of, public_page
from newsroom.views.releases import listed
from newsroom.views.reviewed import department_for_machines, line_of_department


@public_page
def department_list(request: HttpRequest) -> HttpResponse:
    """List the departments at work today, units below what they are part of."""
    departments = sorted(Department.objects.listed(), key=lambda department: swedish(department.name))
    shown = {department.pk for department in departments}
    tops = [d for d in departments if d.parent_id not in shown]
    tree = [(top, [d for d in departments if d.parent_id == top.pk]) for top in tops]
    return render(request, "newsroom/department_list.html", {"tree": tree})


@public_page
def department_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a department's card, its contacts and its releases; a former address leads on."""
    department = Department.objects.public().select_related("parent").filter(slug=slug).first()
    if department is None:
        former = get_object_or_404(DepartmentSlug.objects.select_related("department"), slug=slug)
        return redirect(former.department, permanent=True)
    line = line_of_department(department)
    context = {
        "department": department,
        "review_line": line,
        "for_machines": department_for_machines(department, line),
        "contacts": Contact.objects.listed().filter(department=department).prefetch_related("telephones"),
        "units": department.units.listed(),
        "page": page_of(listed().filter(department=department), request),
    }
    return render(request, "newsroom/department_detail.html", context)


def _department_then_name(contact: Contact) -> tuple[bool, str, str]:
    """Order contacts by department, those without one last, and by name."""
    name = contact.department.name if contact.department else ""
    return not name, swedish(name), swedish(contact.name)


@public_page
def contact_list(request: HttpRequest) -> HttpResponse:
    """List the press contacts: those for the press first, then by department."""
    listed = Contact.objects.listed().select_related("department").prefetch_related("telephones")
    contacts = sorted(listed, key=_department_then_name)
    press = sorted((c for c in contacts if c.kind in Contact.PRESS), key=lambda c: (c.kind, swedish(c.name)))
    others = groupby((c for c in contacts if c.kind not in Contact.PRESS), lambda c: c.department)
    context = {"press_contacts": press, "groups": [(department, list(group)) for department, group in others]}
    return render(request, "newsroom/contact_list.html", context)
