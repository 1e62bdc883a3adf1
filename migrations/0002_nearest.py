"""The indexes that find the nearest: exact on the sphere, over the reachable only.

PostgreSQL: one partial GiST index per cell level on the unit vector of the cell's centre (cube,
k-nearest by `<->`). SQLite: a covering partial index that the ordered scan reads instead of the
table.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

POSTGRES = [
    "CREATE EXTENSION IF NOT EXISTS cube",
    *(
        f"CREATE INDEX standing_near_{level} ON standing "
        f"USING gist (cube(ARRAY[x, y, z])) WHERE reachable AND level = {level}"
        for level in (0, 1, 2)
    ),
]
SQLITE = [
    "CREATE INDEX standing_near ON standing "
    "(level, x, y, z, partition, helps_allies, push_devices, online_until, person_id, key_id)"
    " WHERE reachable"
]


class PerDialect(ops.RunSQL):
    def __init__(self) -> None:
        super().__init__([])

    async def database_forward(self, app_label, old_state, new_state, state_editor=None):
        if state_editor:
            dialect = state_editor.client.capabilities.dialect
            await self._run_sql(state_editor, POSTGRES if dialect == "postgres" else SQLITE)


class Migration(migrations.Migration):
    dependencies = [("veilleuse", "0001_initial")]
    operations = [PerDialect()]
