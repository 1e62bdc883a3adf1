"""Columns of push subscriptions and of the outbox."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class Subscription(Model):
    id = fields.CharField(max_length=32, primary_key=True)
    person_id = fields.CharField(max_length=32, db_index=True)
    session_id = fields.CharField(max_length=32, null=True, db_index=True)
    endpoint_index = fields.CharField(max_length=64, unique=True)
    target_sealed = fields.BinaryField()
    made_at = fields.BigIntField()

    class Meta:
        table = "push_subscription"


class Outgoing(Model):
    """One push to send. `claimed_until` lets any number of workers share the outbox."""

    id = fields.CharField(max_length=32, primary_key=True)
    subscription_id = fields.CharField(max_length=32, db_index=True)
    person_id = fields.CharField(max_length=32)
    alert_id = fields.CharField(max_length=32, null=True, db_index=True)
    kind = fields.CharField(max_length=8)
    ref = fields.CharField(max_length=32, null=True)
    state = fields.CharField(max_length=8)
    attempts = fields.IntField(default=0)
    due_at = fields.BigIntField()
    claimed_until = fields.BigIntField(default=0)
    dies_at = fields.BigIntField()
    last_status = fields.IntField(null=True)

    class Meta:
        table = "push_outbox"
        indexes = (("state", "due_at"),)
