"""What a review left to be done: the page on which an editor reads it, and says that nothing needed to be changed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.admin.release_pages import show_faults
from newsroom.admin.scoped import person, posted
from newsroom.models import ReviewTask
from newsroom.tasks import may_settle, settle_task


class SettleForm(forms.Form):
    """Why nothing needs to be changed."""

    comment = forms.CharField(
        label=gettext_lazy("Why nothing needs to be changed"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why nothing needs to be changed.")},
    )


class TaskPages:
    """The page, mixed into the queue."""

    review_page: Any

    def task(self, request: HttpRequest, pk: int, task_pk: int) -> HttpResponse:
        """Show what is asked for; the two ways on are to change the page, or to say why not."""
        task = _task(request, pk, task_pk)
        form = SettleForm(None if task.closed_at else posted(request))
        if form.is_bound and form.is_valid() and self._settled(request, task, form):
            messages.success(request, _("Noted. The reviewer is asked to read the page again."))
            return HttpResponseRedirect(reverse("admin:index"))
        thing = task.subject.owner_object
        change = reverse(f"admin:newsroom_{thing._meta.model_name}_change", args=[thing.pk])
        title = _("To put right") if task.kind == ReviewTask.Kind.CHANGE else _("Should be archived")
        return self.review_page(request, "task", title=title, task=task, subject=task.subject, form=form, change=change)

    def _settled(self, request: HttpRequest, task: ReviewTask, form: SettleForm) -> bool:
        """Try to close the task; what stands in the way ends up on the form."""
        try:
            settle_task(task=task, by=person(request), comment=form.cleaned_data["comment"])
        except ValidationError as error:
            show_faults(form, error)
            return False
        return True


def _task(request: HttpRequest, pk: int, task_pk: int) -> ReviewTask:
    """Return the task, open or closed; 404 for one that is not the person's."""
    things = ("subject__release", "subject__unit", "subject__contact")
    known = ReviewTask.objects.select_related("review", "closed_by", *things)
    task = known.filter(pk=task_pk, subject=pk).first() if max(pk, task_pk) < 2**31 else None
    if task is None or not may_settle(task.subject, person(request), task.kind):
        raise Http404
    return task
