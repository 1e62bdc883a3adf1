"""Where a visitor can be sent: the complaint procedure, associations of her département, numbers.

Sources: service-public.fr (complaint; emergency and listening numbers), code de procédure pénale
art. 15-3 (a complaint is never refused), arretonslesviolences.gouv.fr.
"""

from __future__ import annotations

from dataclasses import dataclass

from server.desk.messages import Guide, GuideKind
from server.helpline.rules import TOPICS, Topic
from server.partners import store as partners


@dataclass(frozen=True)
class Words:
    title: str
    text: str


@dataclass(frozen=True)
class Known:
    """One that is the same everywhere."""

    id: str
    kind: GuideKind
    fr: Words
    en: Words
    number: str | None = None
    topics: tuple[Topic, ...] = TOPICS


KNOWN = (
    Known(
        "complaint-station",
        "complaint",
        Words(
            "Porter plainte sur place",
            "Dans n'importe quel commissariat ou gendarmerie, jour et nuit, même loin de chez toi."
            " Ta plainte ne peut pas être refusée. Tu peux venir avec quelqu'un. Un certificat"
            " médical aide, mais n'est pas obligatoire.",
        ),
        Words(
            "Make a complaint in person",
            "At any police station or gendarmerie, day and night, even far from home. Your"
            " complaint cannot be refused. You may bring someone. A medical certificate helps but"
            " is not required.",
        ),
    ),
    Known(
        "complaint-letter",
        "complaint",
        Words(
            "Porter plainte par écrit",
            "Une lettre au procureur de la République, au tribunal judiciaire de l'endroit où cela"
            " s'est passé. Ni timbre fiscal ni avocat ne sont nécessaires.",
        ),
        Words(
            "Complain in writing",
            "A letter to the public prosecutor (procureur de la République), at the court of the"
            " place where it happened. No fee and no lawyer are needed.",
        ),
    ),
    Known(
        "number-3919",
        "number",
        Words("3919, Violences Femmes Info", "Anonyme et gratuit, jour et nuit."),
        Words("3919, Violences Femmes Info", "Anonymous and free, day and night."),
        "3919",
        ("home", "sexual"),
    ),
    Known(
        "number-viols",
        "number",
        Words(
            "Viols Femmes Informations",
            "Anonyme et gratuit, du lundi au vendredi de 10 h à 19 h. Tenu par le CFCV.",
        ),
        Words(
            "Viols Femmes Informations",
            "Anonymous and free, Monday to Friday, 10:00 to 19:00. Run by the CFCV.",
        ),
        "0 800 05 95 95",
        ("sexual",),
    ),
    Known(
        "number-119",
        "number",
        Words("119, Enfance en danger", "Pour les moins de 18 ans, gratuit, jour et nuit."),
        Words("119, children in danger", "For under-18s, free, day and night."),
        "119",
    ),
    Known(
        "number-116006",
        "number",
        Words("116 006, France Victimes", "Écoute et aide aux victimes, gratuit, tous les jours."),
        Words("116 006, France Victimes", "Help for victims, free, every day."),
        "116 006",
    ),
    Known(
        "number-3928",
        "number",
        Words("39 28, antidiscriminations", "Le Défenseur des droits écoute et agit. Gratuit."),
        Words("39 28, against discrimination", "The Defender of Rights listens and acts. Free."),
        "39 28",
        ("hatred",),
    ),
)


async def of(department: str | None, topic: Topic, language: str) -> list[Guide]:
    """For this visitor: those of her département come before the numbers."""
    known = [_known(one, language) for one in KNOWN if topic in one.topics]
    near = await partners.of_department(department) if department else []
    local = [
        Guide(
            guide=held.id,
            kind="association",
            title=held.name,
            text=held.about or held.name,
            number=held.number,
        )
        for held in near
    ]
    complaints = [guide for guide in known if guide.kind == "complaint"]
    return complaints + local + [guide for guide in known if guide.kind == "number"]


def _known(one: Known, language: str) -> Guide:
    words = one.en if language == "en" else one.fr
    return Guide(guide=one.id, kind=one.kind, title=words.title, text=words.text, number=one.number)


def card(guide: Guide) -> str:
    """As it is shown to her: title, text, and a number on the last line."""
    return "\n".join(part for part in (guide.title, guide.text, guide.number) if part)
