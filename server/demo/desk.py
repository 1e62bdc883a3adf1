"""The helpline of the demo: its teams, and who of the invented staff belongs to which."""

from __future__ import annotations

from collections.abc import Sequence

from server.demo import community
from server.demo.community import Inhabitant
from server.desk import actions as desk
from server.helpline import teams
from server.helpline.messages import Kind
from server.partners import actions as partners
from server.services import Services

LYON = ("Écoute Lyon", ("69", "01", "38", "42"))
PARIS = ("Écoute Île-de-France", ("75", "77", "78", "91", "92", "93", "94", "95"))
NATIONAL = ("Écoute nationale", ())
KINDS: dict[str, Kind] = {
    community.OFFICER.email: "officer",
    community.PSYCHOLOGIST.email: "psychologist",
    community.SUPERVISOR.email: "supervisor",
}
NEARBY = (
    ("La Marelle (association inventée)", "Accueil de jour, sans rendez-vous.", ["69", "01"]),
    ("Le Phare (association inventée)", "Conseils juridiques gratuits.", ["69", "75", "38"]),
)
NOBODYS_NUMBER = "01 99 00 00 00"
"""Of the range the French regulator keeps for fiction."""


async def do_seed(services: Services, staff: Sequence[Inhabitant]) -> None:
    lyon = await teams.do_create(services, *LYON)
    paris = await teams.do_create(services, *PARIS)
    national = await teams.do_create(services, *NATIONAL)
    for person in staff:
        if kind := KINDS.get(person.email):
            await desk.do_add_officer(services, person.id, lyon, kind)
    simulated = [person for person in staff if person.role == "officer" and not person.email]
    for person, team in zip(simulated, (lyon, paris, national, national), strict=True):
        await desk.do_add_officer(services, person.id, team)
    for name, about, departments in NEARBY:
        await partners.do_create_association(
            services, name, departments, about=about, number=NOBODYS_NUMBER
        )
