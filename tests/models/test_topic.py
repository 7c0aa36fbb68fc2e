import pytest
from django.db import IntegrityError, transaction

from newsroom.models import Topic
from tests.factories import make_topic

pytestmark = pytest.mark.django_db


def test_topics_stand_in_the_order_of_their_names():
    make_topic("Trafik")
    make_topic("Barn och förskola")

    assert [str(topic) for topic in Topic.objects.all()] == ["Barn och förskola", "Trafik"]


@pytest.mark.parametrize("field", ["name", "slug"])
def test_names_and_addresses_of_topics_are_given_once(field):
    topic = make_topic("Miljö och klimat")
    values = {"name": "Miljö", "slug": "miljo"} | {field: getattr(topic, field)}

    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.create(**values)
