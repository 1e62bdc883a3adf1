"""Columns of reports and of the audit chain."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class Report(Model):
    """A reported alert, or a direct chat (`alert_id` is then its room). The reason is sealed by the
    report's own key, which no wipe touches."""

    id = fields.CharField(max_length=32, primary_key=True)
    alert_id = fields.CharField(max_length=32, db_index=True)
    reporter_id = fields.CharField(max_length=32)
    launcher_id = fields.CharField(max_length=32)
    about = fields.CharField(max_length=8)
    client_id = fields.CharField(max_length=100, unique=True)
    at = fields.BigIntField()
    key_id = fields.CharField(max_length=32)
    reason_sealed = fields.BinaryField()
    outcome = fields.CharField(max_length=12, null=True)
    note_sealed = fields.BinaryField(null=True)
    decided_at = fields.BigIntField(null=True)
    decided_by = fields.CharField(max_length=32, null=True)

    class Meta:
        table = "report"


class Audit(Model):
    """Insert-only chain: each row carries the HMAC of itself and of the row before."""

    number = fields.BigIntField(primary_key=True, generated=False)
    at = fields.BigIntField()
    actor = fields.CharField(max_length=32)
    act = fields.CharField(max_length=24)
    subject = fields.CharField(max_length=32)
    mac = fields.CharField(max_length=64)

    class Meta:
        table = "audit"
