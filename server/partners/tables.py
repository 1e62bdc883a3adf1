"""Columns of partner associations and their agents."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class Association(Model):
    """`about` and `number` are public: what she is told when she is sent there."""

    id = fields.CharField(max_length=32, primary_key=True)
    name = fields.CharField(max_length=200)
    departments = fields.CharField(max_length=600)
    about = fields.CharField(max_length=400, null=True)
    number = fields.CharField(max_length=40, null=True)

    class Meta:
        table = "association"


class Agent(Model):
    person_id = fields.CharField(max_length=32, primary_key=True)
    association_id = fields.CharField(max_length=32, db_index=True)

    class Meta:
        table = "agent"
