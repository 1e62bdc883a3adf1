from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('veilleuse', '0002_nearest')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Disclosure',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=32)),
                ('visit_id', fields.CharField(db_index=True, max_length=32)),
                ('reason', fields.CharField(max_length=8)),
                ('asked_by', fields.CharField(max_length=32)),
                ('asked_at', fields.BigIntField()),
                ('agreed_by', fields.CharField(null=True, max_length=32)),
                ('agreed_at', fields.BigIntField(null=True)),
                ('given_at', fields.BigIntField(null=True)),
                ('state', fields.CharField(db_index=True, max_length=8)),
                ('prosecutor_sealed', fields.BinaryField()),
                ('address_sealed', fields.BinaryField(null=True)),
            ],
            options={'table': 'disclosure', 'app': 'veilleuse', 'pk_attr': 'id', 'table_description': "Who asked, who agreed, and the prosecutor's word (sealed by a key of its own). The address is"},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Helped',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=32)),
                ('day', fields.IntField(db_index=True)),
                ('team_id', fields.CharField(max_length=32)),
                ('outcome', fields.CharField(max_length=12)),
                ('waited_ms', fields.BigIntField(null=True)),
                ('talked_ms', fields.BigIntField(null=True)),
            ],
            options={'table': 'helped', 'app': 'veilleuse', 'pk_attr': 'id', 'table_description': 'What is left of a conversation: its day and a few rounded figures.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Officer',
            fields=[
                ('person_id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=32)),
                ('team_id', fields.CharField(db_index=True, max_length=32)),
                ('kind', fields.CharField(max_length=16)),
                ('duty', fields.BooleanField(default=False)),
                ('seen_until', fields.BigIntField(default=0)),
            ],
            options={'table': 'officer', 'app': 'veilleuse', 'pk_attr': 'person_id', 'table_description': 'A staff account that answers. `seen_until`: her page counts as connected until then.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Shift',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=32)),
                ('team_id', fields.CharField(db_index=True, max_length=32)),
                ('begins', fields.IntField()),
                ('ends', fields.IntField()),
            ],
            options={'table': 'shift', 'app': 'veilleuse', 'pk_attr': 'id', 'table_description': 'Minutes since Monday 00:00. A team without any is there day and night.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Team',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=32)),
                ('name', fields.CharField(max_length=200)),
                ('departments', fields.CharField(max_length=600)),
                ('topics', fields.CharField(max_length=60)),
                ('zone', fields.CharField(max_length=40)),
            ],
            options={'table': 'team', 'app': 'veilleuse', 'pk_attr': 'id', 'table_description': '`departments` (comma-separated) empty: national. `zone`: of its hours (IANA name).'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='UsedTicket',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ('at', fields.BigIntField(db_index=True)),
            ],
            options={'table': 'used_ticket', 'app': 'veilleuse', 'pk_attr': 'id', 'table_description': 'The digest of a ticket that began a visit, as long as tickets live: one puzzle, one visit.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Visit',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=32)),
                ('ticket', fields.CharField(unique=True, max_length=64)),
                ('secret_digest', fields.CharField(max_length=64)),
                ('room_id', fields.CharField(unique=True, max_length=32)),
                ('team_id', fields.CharField(max_length=32)),
                ('department', fields.CharField(null=True, max_length=8)),
                ('near', fields.BooleanField()),
                ('topic', fields.CharField(max_length=12)),
                ('victim', fields.BooleanField()),
                ('minor', fields.BooleanField()),
                ('language', fields.CharField(max_length=2)),
                ('state', fields.CharField(max_length=8)),
                ('came_at', fields.BigIntField()),
                ('taken_at', fields.BigIntField(null=True)),
                ('alarm', fields.IntField(default=0)),
                ('seen_until', fields.BigIntField(default=0)),
                ('gone', fields.BooleanField(default=False)),
                ('identity_sealed', fields.BinaryField(null=True)),
            ],
            options={'table': 'visit', 'app': 'veilleuse', 'indexes': [Index(fields=['team_id', 'state', 'came_at'])], 'pk_attr': 'id', 'table_description': 'Somebody who came without an account. No address, no agent, no postcode. `ticket` makes a'},
            bases=['Model'],
        ),
        ops.AlterModelOptions(
            name='Association',
            options={'table': 'association', 'app': 'veilleuse', 'pk_attr': 'id', 'table_description': '`about` and `number` are public: what she is told when she is sent there.'},
        ),
        ops.AddField(
            model_name='Association',
            name='about',
            field=fields.CharField(null=True, max_length=400),
        ),
        ops.AddField(
            model_name='Association',
            name='number',
            field=fields.CharField(null=True, max_length=40),
        ),
    ]
